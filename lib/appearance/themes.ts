/** How pages may look; `system`: as the reader's machine does. */
export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

/** The theme that a form or a cookie names, if it is one. */
export function findTheme(said: unknown): Theme | undefined {
  return themes.find((known) => known === said);
}
