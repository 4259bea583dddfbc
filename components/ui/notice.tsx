import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

type Tone = 'info' | 'good' | 'warn' | 'bad';

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
    <div role={tone === 'bad' ? 'alert' : 'status'} data-tone={tone} className="notice">
      <Icon name={tone} />
      <div>
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="space-y-2">{children}</div> : null}
      </div>
    </div>
  );
}
