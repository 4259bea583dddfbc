/** Everything that is recorded as having happened to an account. Words for each stand in `activity.json`. */
export const activityKinds = [
  'sign-in',
  'second-factor',
  'mailed-code-sent',
  'device-forgotten',
  'step-up',
  'sign-out',
  'session-ended',
  'password-changed',
  'password-reset',
  'password-set',
  'authenticator-added',
  'authenticator-removed',
  'passkey-added',
  'passkey-renamed',
  'passkey-removed',
  'email-change-asked',
  'email-change-cancelled',
  'email-change-refused',
  'email-changed',
  'email-restored',
  'recovery-code-used',
  'recovery-codes-replaced',
  'account-disowned',
  'forced-reset',
  'invited',
  'reset-link-asked',
  'staff-viewed',
  'staff-role-changed',
  'member-invited',
  'member-joined',
  'member-role-changed',
  'member-removed',
  'second-factor-required',
  'second-factor-optional',
  'setting-changed',
  'activity-exported',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What of an account may be set that concerns no credential. */
export const settings = ['language', 'time-zone', 'mails'] as const;

export const outcomes = ['yes', 'no'] as const;
export type Outcome = (typeof outcomes)[number];
