import { z } from 'zod';

const longest = 300;

const shape = z.object({
  response: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

/**
 * What a mail server said to a mail, or how the line to it failed, in one short line that may be kept and shown.
 * A server may quote what it was sent: addresses, links and whatever is as long as a token are left out.
 *
 * @param error whatever the mailer threw. Its message is never used.
 */
export function safeReply(error: unknown): string {
  const { response = '', code = '' } = shape.safeParse(error).data ?? {};
  const said = response
    .slice(0, 4_000)
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(/\S*:\/\/\S*/g, '…')
    .replaceAll(/\S*@\S*/g, '…')
    .replaceAll(/[\w+/=-]{20,}|\d{6,}/g, '…')
    .trim();
  const line = said || (/^[A-Z]{3,20}$/.test(code) ? code : '');
  return [...line].slice(0, longest).join('');
}
