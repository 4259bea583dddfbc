import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestOf, Verb } from '../../auth/contract.ts';

/**
 * A well-formed request a verb, about nobody: were the caller allowed to ask, the answer would be *no*
 * and nothing would change. A malformed one would be refused whoever asked, and prove nothing.
 */
export function harmlessRequests(): { [V in Verb]: RequestOf<V> } {
  const source = { address: '192.0.2.1' };
  const email = 'nobody@zones.invalid';
  const password = 'no password of anybody';
  const code = '000000';
  const subject = randomUUID();
  const token = randomBytes(32).toString('base64url');
  const staff = randomUUID();
  const proof = { owner: staff, password, source };
  const passkey = randomUUID();
  const method = 'totp' as const;
  const signed = { id: token, type: 'public-key' as const };
  const data = { clientDataJSON: token, authenticatorData: token, signature: token };
  const assertion = { ...signed, response: data };
  const attestation = {
    ...signed,
    response: { clientDataJSON: token, attestationObject: token },
  };
  const credentials = { passwordHash: 'not a hash', passwordSetAt: '2000-01-01T00:00:00Z' };
  return {
    'verify-password': { email, password, source },
    'verify-second-factor': { challenge: token, method: 'totp', code, source },
    'verify-mailed-code': { challenge: token, code, source },
    'begin-passkey-proof': { for: { purpose: 'change', subject }, source },
    'verify-passkey': { flow: token, assertion, source },
    'begin-passkey': { subject, password, source },
    'confirm-passkey': { subject, flow: token, attestation, name: 'Nobody’s', source },
    'list-passkeys': { subject },
    'rename-passkey': { subject, passkey, name: 'Nobody’s', password, method, code, source },
    'remove-passkey': { subject, passkey, password, method, code, source },
    'send-mailed-code': { challenge: token, source },
    'redeem-grant': { grant: token, purpose: 'sign-in' },
    'change-password': { subject, current: password, next: password, source },
    'offer-disowning': { subject, notice: randomUUID() },
    'inspect-disowning': { token, source },
    'disown-account': { token, source },
    'request-email-change': { subject, email, password, askedIn: randomUUID(), source },
    'describe-email-change': { subject },
    'cancel-email-change': { subject, source },
    'inspect-email-change': { token, source },
    'confirm-email-change': { token, side: 'old', source },
    'refuse-email-change': { token, source },
    'request-link': { email, source },
    'inspect-link': { token, source },
    'complete-link': { token, password, source },
    'verify-step-up': { subject, proof: { method: 'password', password }, source },
    'begin-totp': { subject, password, source },
    'confirm-totp': { subject, code, source },
    'disable-totp': { subject, password, method: 'totp', code, source },
    'replace-recovery-codes': { subject, password, code, source },
    'rate-password': { password, secondFactor: false, context: {}, source },
    'describe-factors': { subject },
    'list-devices': { subject, source },
    'forget-devices': { subject, source },
    'describe-subjects': { subjects: [subject], staff },
    'sign-evidence': { investigation: randomUUID(), digest: '0'.repeat(64), staff, source },
    // Were it allowed, a root over nobody would stand among the signed ones; the journal says who asked.
    'sign-activity-checkpoint': { count: 1, root: '0'.repeat(64) },
    'set-language': { subject, language: 'en' },
    'list-mails': {},
    'send-mail-again': { mail: randomUUID(), staff },
    invite: { subject, email, language: 'en', staff },
    'invite-member': { ...proof, subject, email, language: 'en', role: 'restricted' },
    'change-member': { ...proof, subject, role: 'owner' },
    'remove-member': { ...proof, subject },
    'require-second-factor': { ...proof, required: true },
    'describe-members': { owner: subject },
    'change-staff-role': { change: randomUUID(), subject, role: null, code, staff, source },
    'start-reset': {
      reset: randomUUID(),
      scope: { kind: 'subjects', subjects: [subject] },
      reason: 'Tried by zones.',
      staff,
      source,
    },
    'add-to-reset': { reset: randomUUID(), batch: 0, subjects: [subject] },
    'preview-reset': { scope: { kind: 'rule', rule: {}, except: [] }, staff },
    'list-reset': { reset: randomUUID() },
    'approve-reset': { reset: randomUUID(), staff, code, source },
    'cancel-reset': { reset: randomUUID(), staff, source },
    'take-back-reset': { reset: randomUUID(), staff, code: '000000', source },
    'describe-reset': { reset: randomUUID() },
    'chart-reset': { reset: randomUUID(), moments: [new Date().toISOString()] },
    'list-reset-steps': { reset: randomUUID() },
    // Were it allowed, a set-up link not used yet would die; the next start prints another.
    'open-setup': { tokenHash: randomBytes(32).toString('hex') },
    'complete-setup': { token, subject, email, language: 'en', password, source },
    // Were it allowed, a rotation would begin, which takes nothing from anybody.
    'rotate-keys': { kind: 'key-encryption' },
    'describe-keys': { count: false },
    'void-authenticators': { id: randomUUID() },
    'import-credentials': { rows: [{ subject, email, language: 'en', ...credentials }] },
    'wrap-legacy-hashes': { action: 'status' },
    'describe-passwords': {},
  };
}
