/** A notice of something that happened on an account: its template's name. */
export const notices = [
  'password-changed',
  'password-reset-done',
  'authenticator-added',
  'authenticator-removed',
  'passkey-added',
  'passkey-removed',
  'email-change-asked',
  'email-changed',
  'recovery-code-used',
  'new-sign-in',
  'failed-sign-ins',
  'failed-sign-ins-digest',
  'notices-held-back',
  'recovery-codes-replaced',
  'recovery-codes-low',
  'sessions-ended',
  'second-factor-missing',
  'member-role-changed',
  'member-removed',
  'second-factor-required',
] as const;
export type NoticeName = (typeof notices)[number];

/**
 * When, from where and with what something was done, in the reader's words; `link` leads to a new password. Without
 * an address it was done by somebody else, whose whereabouts are not the reader's to know.
 */
export interface NoticeValues {
  at: string;
  address: string;
  place: string;
  device: string;
  link: string;
}

/** What else a notice tells: numbers and names of closed sets that its words need. */
export type NoticeDetail = Record<string, string | number>;

/** `disown` is the link that says "this wasn't me". It locks the account and opens nothing; secret all the same. */
export interface AlertValues extends NoticeValues {
  detail?: NoticeDetail;
  disown?: string;
}

/** What each mail needs to be told. A `code`, or a `link` with a token, is secret and stands in the mail's body only. */
export type TemplateValues = {
  'reset-link': { link: string; minutes: number };
  'authenticator-disabled': { link: string; minutes: number };
  'account-disowned': { link: string; minutes: number };
  invitation: { link: string; hours: number };
  'member-known': Record<never, string>;
  /** To either mailbox, with the new address. */
  'email-old': { link: string; email: string; hours: number };
  'email-new': { link: string; email: string; hours: number };
  'email-known': Record<never, string>;
  /** To the mailbox that was left; without `disown` where its word does not count. */
  'email-left': { disown?: string; email: string; days: number };
  'email-restored': Record<never, string>;
  'mailed-code': { code: string; minutes: number } & NoticeValues;
  /** With a subject of the staff's own, or the usual one. */
  'forced-reset': { subject?: string; reason: string; link: string };
} & Record<NoticeName, AlertValues>;

export type TemplateName = keyof TemplateValues;
