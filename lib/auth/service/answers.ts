import type { Answer, Verb } from './service.ts';
import { addToReset } from './verbs/add-to-reset.ts';
import { approveReset } from './verbs/approve-reset.ts';
import { beginPasskey } from './verbs/begin-passkey.ts';
import { beginPasskeyProof } from './verbs/begin-passkey-proof.ts';
import { beginTotp } from './verbs/begin-totp.ts';
import { cancelEmailChange } from './verbs/cancel-email-change.ts';
import { cancelReset } from './verbs/cancel-reset.ts';
import { changeMember } from './verbs/change-member.ts';
import { changePassword } from './verbs/change-password.ts';
import { changeStaffRole } from './verbs/change-staff-role.ts';
import { chartReset } from './verbs/chart-reset.ts';
import { completeLink } from './verbs/complete-link.ts';
import { completeSetup } from './verbs/complete-setup.ts';
import { confirmEmailChange } from './verbs/confirm-email-change.ts';
import { confirmPasskey } from './verbs/confirm-passkey.ts';
import { confirmTotp } from './verbs/confirm-totp.ts';
import { describeEmailChange } from './verbs/describe-email-change.ts';
import { describeFactors } from './verbs/describe-factors.ts';
import { describeKeys } from './verbs/describe-keys.ts';
import { describeMembers } from './verbs/describe-members.ts';
import { describePasswords } from './verbs/describe-passwords.ts';
import { describeReset } from './verbs/describe-reset.ts';
import { describeSubjects } from './verbs/describe-subjects.ts';
import { disableTotp } from './verbs/disable-totp.ts';
import { disownAccount } from './verbs/disown-account.ts';
import { forgetDevices } from './verbs/forget-devices.ts';
import { importCredentials } from './verbs/import-credentials.ts';
import { inspectDisowning } from './verbs/inspect-disowning.ts';
import { inspectEmailChange } from './verbs/inspect-email-change.ts';
import { inspectLink } from './verbs/inspect-link.ts';
import { invite } from './verbs/invite.ts';
import { inviteMember } from './verbs/invite-member.ts';
import { listDevices } from './verbs/list-devices.ts';
import { listMails } from './verbs/list-mails.ts';
import { listPasskeys } from './verbs/list-passkeys.ts';
import { listReset } from './verbs/list-reset.ts';
import { listResetSteps } from './verbs/list-reset-steps.ts';
import { offerDisowning } from './verbs/offer-disowning.ts';
import { openSetup } from './verbs/open-setup.ts';
import { previewReset } from './verbs/preview-reset.ts';
import { ratePassword } from './verbs/rate-password.ts';
import { redeemGrant } from './verbs/redeem-grant.ts';
import { refuseEmailChange } from './verbs/refuse-email-change.ts';
import { removeMember } from './verbs/remove-member.ts';
import { removePasskey } from './verbs/remove-passkey.ts';
import { renamePasskey } from './verbs/rename-passkey.ts';
import { answerReplaceRecoveryCodes } from './verbs/replace-recovery-codes.ts';
import { requestEmailChange } from './verbs/request-email-change.ts';
import { requestLink } from './verbs/request-link.ts';
import { requireSecondFactor } from './verbs/require-second-factor.ts';
import { rotateKeys } from './verbs/rotate-keys.ts';
import { sendMailAgain } from './verbs/send-mail-again.ts';
import { sendMailedCode } from './verbs/send-mailed-code.ts';
import { setLanguage } from './verbs/set-language.ts';
import { signActivityCheckpoint } from './verbs/sign-activity-checkpoint.ts';
import { signEvidence } from './verbs/sign-evidence.ts';
import { startReset } from './verbs/start-reset.ts';
import { takeBackReset } from './verbs/take-back-reset.ts';
import { verifyMailedCode } from './verbs/verify-mailed-code.ts';
import { verifyPasskey } from './verbs/verify-passkey.ts';
import { verifyPassword } from './verbs/verify-password.ts';
import { verifySecondFactor } from './verbs/verify-second-factor.ts';
import { verifyStepUp } from './verbs/verify-step-up.ts';
import { voidAuthenticators } from './verbs/void-authenticators.ts';
import { wrapLegacyHashes } from './verbs/wrap-legacy-hashes.ts';

/** Who answers which verb. A verb of the contract without an answer does not compile. */
export const answers: { [V in Verb]: Answer<V> } = {
  'verify-password': verifyPassword,
  'verify-second-factor': verifySecondFactor,
  'verify-mailed-code': verifyMailedCode,
  'begin-passkey-proof': beginPasskeyProof,
  'verify-passkey': verifyPasskey,
  'begin-passkey': beginPasskey,
  'confirm-passkey': confirmPasskey,
  'list-passkeys': listPasskeys,
  'rename-passkey': renamePasskey,
  'remove-passkey': removePasskey,
  'send-mailed-code': sendMailedCode,
  'redeem-grant': redeemGrant,
  'change-password': changePassword,
  'offer-disowning': offerDisowning,
  'inspect-disowning': inspectDisowning,
  'disown-account': disownAccount,
  'request-email-change': requestEmailChange,
  'describe-email-change': describeEmailChange,
  'cancel-email-change': cancelEmailChange,
  'inspect-email-change': inspectEmailChange,
  'confirm-email-change': confirmEmailChange,
  'refuse-email-change': refuseEmailChange,
  'request-link': requestLink,
  'inspect-link': inspectLink,
  'complete-link': completeLink,
  'verify-step-up': verifyStepUp,
  'begin-totp': beginTotp,
  'confirm-totp': confirmTotp,
  'disable-totp': disableTotp,
  'replace-recovery-codes': answerReplaceRecoveryCodes,
  'rate-password': ratePassword,
  'describe-factors': describeFactors,
  'list-devices': listDevices,
  'forget-devices': forgetDevices,
  'describe-subjects': describeSubjects,
  'sign-evidence': signEvidence,
  'sign-activity-checkpoint': signActivityCheckpoint,
  'set-language': setLanguage,
  'list-mails': listMails,
  'send-mail-again': sendMailAgain,
  invite,
  'invite-member': inviteMember,
  'change-member': changeMember,
  'remove-member': removeMember,
  'require-second-factor': requireSecondFactor,
  'describe-members': describeMembers,
  'change-staff-role': changeStaffRole,
  'start-reset': startReset,
  'add-to-reset': addToReset,
  'preview-reset': previewReset,
  'list-reset': listReset,
  'approve-reset': approveReset,
  'cancel-reset': cancelReset,
  'take-back-reset': takeBackReset,
  'describe-reset': describeReset,
  'chart-reset': chartReset,
  'list-reset-steps': listResetSteps,
  'open-setup': openSetup,
  'complete-setup': completeSetup,
  'import-credentials': importCredentials,
  'wrap-legacy-hashes': wrapLegacyHashes,
  'describe-passwords': describePasswords,
  'rotate-keys': rotateKeys,
  'void-authenticators': voidAuthenticators,
  'describe-keys': describeKeys,
};
