/** Everything that staff do or read and that is kept. Words for each stand in `audit.json`. */
export const staffActKinds = [
  'customer-viewed',
  'customer-searched',
  'customer-invited',
  'reset-started',
  'reset-previewed',
  'list-kept',
  'list-viewed',
  'reset-approval-tried',
  'reset-cancel-tried',
  'mails-paused',
  'mails-resumed',
  'mails-stopped',
  'mails-resent',
  'role-asked',
  'role-changed',
  'investigation-opened',
  'investigation-viewed',
  'finding-recorded',
  'evidence-exported',
] as const;
export type StaffActKind = (typeof staffActKinds)[number];
