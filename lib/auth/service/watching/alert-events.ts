/** Every event that the service logs as an error: each is an alert, counted under this name. */
export const alertEvents = [
  'authenticator-disabled',
  'authenticators-voided',
  'breached-list-unusable',
  'certificate-ending',
  'checkpoint-failed',
  'clock-apart',
  'code-mail-dropped',
  'code-mail-failed',
  'decision-failed',
  'hash-damaged',
  'journal-unavailable',
  'key-missing',
  'keys-refused',
  'keys-unavailable',
  'link-mail-dropped',
  'link-mail-failed',
  'overloaded',
  'passkey-altered',
  'passkey-counter-fell',
  'seal-broken',
  'strength-unknown',
  'task-failed',
  'tls-files-refused',
  'wrong-caller-certificate',
  'wrong-caller-key',
] as const;

export type AlertEvent = (typeof alertEvents)[number] | 'other';

/** The name an alert is counted under. What is not on the list is counted too, and names nothing. */
export function alertEvent(event: unknown): AlertEvent {
  return alertEvents.find((one) => one === event) ?? 'other';
}
