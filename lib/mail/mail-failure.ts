import { z } from 'zod';

/**
 * What is certain about a mail whose sending threw: `unreachable`, there was no server to take it;
 * `put-off`, the server wants it again later; `refused`, it does not want it; `uncertain`, it may have
 * gone, and trying again might tell somebody twice.
 */
export type MailFailure = 'unreachable' | 'put-off' | 'refused' | 'uncertain';

// nodemailer reports most failures of a connection alike; only these came before anything was handed over.
const beforeTheMail = ['EDNS', 'EAUTH', 'ENOAUTH', 'ETLS'];
const whileConnecting = ['connect', 'getaddrinfo'];
const beforeTheGreeting = ['CONNECTION_TIMEOUT', 'GREETING_TIMEOUT'];
/** "Service not available, closing": about the server, not about this mail (RFC 5321 4.2.3). */
const closing = 421;

const reported = z.object({
  code: z.string().optional().catch(undefined),
  syscall: z.string().optional().catch(undefined),
  timeoutType: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  beforeMail: z.boolean().optional().catch(undefined),
});

/** @param error whatever the mailer threw. */
export function mailFailure(error: unknown): MailFailure {
  const { code = '', syscall = '', timeoutType = '', responseCode = 0, beforeMail } = read(error);
  const unreached =
    beforeTheMail.includes(code) ||
    whileConnecting.includes(syscall) ||
    beforeTheGreeting.includes(timeoutType) ||
    responseCode === closing;
  if (unreached) return 'unreachable';
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return beforeMail ? 'unreachable' : 'uncertain';
  return responseCode >= 400 && responseCode < 500 ? 'put-off' : 'refused';
}

function read(error: unknown): z.infer<typeof reported> {
  const parsed = reported.safeParse(error);
  return parsed.success ? parsed.data : {};
}
