import { randomBytes } from 'node:crypto';
import type { Answer } from '../service.ts';
import { emailLookup } from '../subjects/email-lookup.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

/** Looks nothing up: whether the address is known shows only in its own mailbox. */
export const requestLink: Answer<'request-link'> = async (service, request, question) => {
  const lookup = emailLookup(service.keys, request.email);
  const allowed = await takeAttempt(service, [
    { limit: 'link-request-source', of: [networkOf(request.source.address)] },
    { limit: 'link-request-email', of: [Buffer.from(lookup).toString('hex')] },
  ]);
  const settled = await question.settle(async (tx) => {
    await tx.linkRequest.create({
      data: {
        // One too many writes a row too, for nobody and never due: equal work, and a flood of them does
        // not hold the mails of others up.
        emailLookup: allowed ? lookup : Uint8Array.from(randomBytes(lookup.length)),
        purpose: 'reset',
        requestedAt: question.now,
        nextAttemptAt: allowed ? question.now : null,
      },
    });
    return { verdict: { verdict: 'yes' }, because: allowed ? undefined : 'throttled' };
  });
  service.wakeLinkMailer();
  return settled;
};
