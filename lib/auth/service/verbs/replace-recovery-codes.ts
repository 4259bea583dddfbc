import { changeByBoth } from '../passwords/change-by-both.ts';
import { makeRecoveryCodes, replaceRecoveryCodes } from '../recovery-codes/recovery-codes.ts';

export const answerReplaceRecoveryCodes = changeByBoth<'replace-recovery-codes'>(
  async (tx, subject, _request, service) => {
    const recoveryCodes = makeRecoveryCodes();
    await replaceRecoveryCodes(service.keys, tx, subject.id, recoveryCodes);
    return { verdict: 'yes', recoveryCodes };
  },
);
