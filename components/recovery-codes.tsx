'use client';

import { CopyButton } from './copy-button.tsx';
import { useIsScripted } from './is-scripted.ts';
import { takeFocus } from './take-focus.ts';
import { buttonClasses } from './ui/button-classes.ts';
import { ButtonLink } from './ui/button-link.tsx';
import { Notice } from './ui/notice.tsx';

export type RecoveryCodeWords = Record<
  'done' | 'title' | 'text' | 'copy' | 'copied' | 'print' | 'download' | 'file' | 'saved',
  string
>;

/** Recovery codes, in the one answer that carries them. To keep them as a file takes no JavaScript. */
export function RecoveryCodes({ codes, words }: { codes: string[]; words: RecoveryCodeWords }) {
  const list = codes.join('\n');
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${words.file}\n\n${list}\n`)}`;
  return (
    <div className="max-w-md space-y-5">
      <Notice tone="good">{words.done}</Notice>
      <h2 ref={takeFocus} tabIndex={-1} className="text-lg font-semibold">
        {words.title}
      </h2>
      <p>{words.text}</p>
      <ol className="grid gap-x-6 gap-y-1 rounded border border-line bg-panel p-4 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3 print:hidden">
        <CopyButton text={list} words={words} />
        <PrintButton>{words.print}</PrintButton>
        <a href={file} download="bulkhead-recovery-codes.txt" className={buttonClasses('plain')}>
          {words.download}
        </a>
      </div>
      <div className="print:hidden">
        <ButtonLink href="/security" tone="primary">
          {words.saved}
        </ButtonLink>
      </div>
    </div>
  );
}

function PrintButton({ children }: { children: string }) {
  if (!useIsScripted()) return null;
  return (
    <button type="button" onClick={() => window.print()} className={buttonClasses('plain')}>
      {children}
    </button>
  );
}
