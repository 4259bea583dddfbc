import type { ReactNode } from 'react';
import { themes } from '../../lib/appearance/themes.ts';

/** The same in each theme, side by side, whatever the page has. */
export function InBothThemes({ children }: { children: (theme: string) => ReactNode }) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      {themes
        .filter((theme) => theme !== 'system')
        .map((theme) => (
          <div
            key={theme}
            data-theme={theme}
            className="space-y-4 rounded border border-line bg-page p-4 text-ink"
          >
            {children(theme)}
          </div>
        ))}
    </div>
  );
}
