export type ButtonTone = 'primary' | 'plain' | 'danger' | 'link';

/** What a button of this tone looks like, whether it is a button or a link; `link`: like words among others. */
export function buttonClasses(tone: ButtonTone): string {
  return tone === 'link' ? 'button-link' : `button button-${tone}`;
}
