/** Everything that is recorded as having happened to an account. Words for each stand in `activity.json`. */
export const activityKinds = [
  'sign-in',
  'second-factor',
  'mailed-code-sent',
  'device-forgotten',
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
  'recovery-code-used',
  'recovery-codes-replaced',
  'forced-reset',
  'invited',
  'reset-link-asked',
  'staff-viewed',
  'staff-role-changed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

export const outcomes = ['yes', 'no'] as const;
export type Outcome = (typeof outcomes)[number];
