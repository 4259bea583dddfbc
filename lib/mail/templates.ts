/** A notice of something that happened on an account: its template's name. */
export const notices = [
  'password-changed',
  'password-reset-done',
  'authenticator-added',
  'authenticator-removed',
  'passkey-added',
  'passkey-removed',
  'recovery-code-used',
  'new-sign-in',
] as const;
export type NoticeName = (typeof notices)[number];

/** When, from where and with what something was done, in the reader's words; `link` leads to a new password. */
export interface NoticeValues {
  at: string;
  address: string;
  place: string;
  device: string;
  link: string;
}

/** What each mail needs to be told. A `code`, or a `link` with a token, is secret and stands in the mail's body only. */
export type TemplateValues = {
  'reset-link': { link: string; minutes: number };
  'authenticator-disabled': { link: string; minutes: number };
  invitation: { link: string; hours: number };
  'mailed-code': { code: string; minutes: number } & NoticeValues;
  /** With a subject of the staff's own, or the usual one. */
  'forced-reset': { subject?: string; reason: string; link: string };
} & Record<NoticeName, NoticeValues>;

export type TemplateName = keyof TemplateValues;
