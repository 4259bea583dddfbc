/** Everything that staff do or read and that is kept. Words for each stand in `audit.json`. */
export const staffActKinds = [
  'customer-viewed',
  'customer-searched',
  'customer-invited',
  'reset-started',
  'reset-previewed',
  'reset-approval-tried',
  'reset-cancel-tried',
  'reset-closed',
  'reset-report-read',
  'reset-report-exported',
  'role-asked',
  'role-changed',
  'investigation-opened',
  'investigation-viewed',
  'finding-recorded',
  'evidence-exported',
] as const;
export type StaffActKind = (typeof staffActKinds)[number];
