export type ButtonTone = 'primary' | 'plain' | 'danger' | 'link';

const shape =
  'inline-flex min-h-10 items-center justify-center rounded border px-4 py-2 text-base font-medium no-underline aria-disabled:opacity-60';

const tones: Record<ButtonTone, string> = {
  primary: `${shape} border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong hover:text-on-accent`,
  plain: `${shape} border-control bg-panel text-ink hover:bg-sunk hover:text-ink`,
  danger: `${shape} border-bad bg-bad text-on-bad hover:border-bad-strong hover:bg-bad-strong hover:text-on-bad`,
  link: 'inline-flex items-center text-accent underline underline-offset-2 hover:text-accent-strong aria-disabled:opacity-60',
};

/** What a button of this tone looks like, whether it is a button or a link. */
export function buttonClasses(tone: ButtonTone): string {
  return tones[tone];
}
