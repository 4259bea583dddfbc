import { createTransport } from 'nodemailer';
import type { RenderedMail } from './render.ts';

export interface Mailer {
  /**
   * Hands one mail to the SMTP server.
   *
   * @param to one address; never read as a list or a header.
   * @throws when the server cannot be reached in time or refuses it. The message names no token.
   */
  send(to: string, mail: RenderedMail): Promise<void>;
  close(): void;
}

/**
 * The one way mail leaves Bulkhead.
 *
 * @param smtpUrl `smtp:` or `smtps:`, with user and password where the server wants them. Secret.
 * @param from address of the sender.
 */
export function openMailer(smtpUrl: string, from: string): Mailer {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    maxConnections: 3,
    // A connection that closes after the mail was handed over may have delivered it: who sends, decides.
    maxRequeues: 0,
    host: hostname,
    port: Number(port || (secure ? 465 : 587)),
    secure,
    ...(username && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    // No content of ours names files or addresses to fetch; none may.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(to, { subject, text, html }) {
      await transport.sendMail({
        from: { name: 'Bulkhead', address: from },
        to: { name: '', address: to },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
