import type { ReactNode } from 'react';

type Tone = 'info' | 'good' | 'warn' | 'bad';

const tones: Record<Tone, string> = {
  info: 'border-accent bg-info-tint',
  good: 'border-good bg-good-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
};

/** Words that answer what was just done, or that must be read before going on. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`border-l-4 px-4 py-3 ${tones[tone]}`}
    >
      {title ? <p className="font-semibold">{title}</p> : null}
      {children ? <div className="space-y-2 [p+&]:mt-1">{children}</div> : null}
    </div>
  );
}
