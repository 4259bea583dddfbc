import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';

/**
 * The shapes of all icons, once in a page: what shows one only names it, in a browser's script or in a table's row.
 * They are Lucide's, whose own components would bring a script to every page; a test compares.
 */
export function IconSheet() {
  return (
    <svg aria-hidden="true" className="hidden">
      {Object.entries(shapes).map(([name, shape]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          {shape}
        </symbol>
      ))}
    </svg>
  );
}

const circle = <circle cx="12" cy="12" r="10" />;

// Of Lucide, ISC License, Copyright (c) 2026 Lucide Icons and Contributors.
const shapes: Record<IconName, ReactNode> = {
  info: (
    <>
      {circle}
      <path d="M12 16v-4" />
      <path d="M12 8h.01" />
    </>
  ),
  good: (
    <>
      {circle}
      <path d="m16 9-5.5 5.5L8 12" />
    </>
  ),
  warn: (
    <>
      <path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3" />
      <path d="M12 9v4" />
      <path d="M12 17h.01" />
    </>
  ),
  bad: (
    <>
      {circle}
      <path d="m15 9-6 6" />
      <path d="m9 9 6 6" />
    </>
  ),
  bell: (
    <>
      <path d="M10.268 21a2 2 0 0 0 3.464 0" />
      <path d="M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326" />
    </>
  ),
};
