/** What an icon says; which one of the set says it stands in `icon-sheet.tsx`. */
export type IconName = 'info' | 'good' | 'warn' | 'bad' | 'bell';

/** An icon beside words that say the same: as tall as they are, and of their colour. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden="true" className="icon">
      <use href={`#icon-${name}`} />
    </svg>
  );
}
