'use client';

import { useActionState, useState } from 'react';
import { Field } from '../../../../components/ui/field.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import type { Words } from '../../../../lib/words/load-words.ts';
import { Report } from './report.tsx';
import type { Verified, verifyFile } from './verify-file.ts';

interface Props {
  words: Words['ledger'];
  language: string;
  timeZone: string;
  /** Who is signed in. */
  customerId: string;
}

interface Answer extends Verified {
  errors?: { file?: string; key?: string };
  key?: string;
}

const keyForm = /^[A-Za-z0-9+/]{43}=$/;

/** Verifies a file where it is: the action runs in the browser, and nothing is sent. */
export function VerifyForm({ words, customerId, ...reader }: Props) {
  const [verified, setVerified] = useState(0);
  const [{ report, problem, errors, key }, verify] = useActionState(run, {});

  async function run(_: Answer, form: FormData): Promise<Answer> {
    const [file, typed] = [form.get('file'), String(form.get('key')).trim()];
    const errors = {
      ...((!(file instanceof File) || file.size === 0) && { file: words.none }),
      ...(typed && !keyForm.test(typed) && { key: words.keyFault }),
    };
    if (!(file instanceof File) || Object.keys(errors).length > 0) return { errors, key: typed };
    setVerified(0);
    return { ...(await loadAndVerify(file, typed || undefined, setVerified)), key: typed };
  }

  return (
    <>
      <form action={verify} className="max-w-prose space-y-5">
        <Field
          label={words.file}
          name="file"
          type="file"
          accept=".json,application/json"
          required
          error={errors?.file}
        />
        <Field
          label={words.key}
          name="key"
          defaultValue={key}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={words.keyHelp}
          error={errors?.key}
        />
        <SubmitButton
          pendingText={
            verified ? words.progress.replace('{entries}', String(verified)) : words.running
          }
        >
          {words.run}
        </SubmitButton>
      </form>
      <div className="mt-6 space-y-6">
        {problem ? <Notice tone="bad" title={words[problem]} /> : null}
        {report ? (
          <Report report={report} words={words} customerId={customerId} {...reader} />
        ) : null}
      </div>
    </>
  );
}

// What verifies is most of this page, and is loaded when there is something to verify.
async function loadAndVerify(...asked: Parameters<typeof verifyFile>): Promise<Verified> {
  try {
    return await (await import('./verify-file.ts')).verifyFile(...asked);
  } catch {
    return { problem: 'unable' };
  }
}
