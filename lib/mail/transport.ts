import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { RenderedMail } from './render.ts';

export interface Mailer {
  /**
   * Hands one mail to the SMTP server.
   *
   * @param to one address; never read as a list or a header.
   * @throws when the server cannot be reached in time or refuses it. The message names no token. `beforeMail` is
   *   true on it where nothing of the mail itself was handed over yet.
   */
  send(to: string, mail: RenderedMail): Promise<void>;
  close(): void;
}

/** Mails under way at once of a mailer that is not told otherwise. Who sends more has them wait in here. */
export const connectionsMax = 3;

/** Longest that one mail may take: each step has its bound, but a server that drips its answers keeps to them all. */
const mailSeconds = 45;

/**
 * The one way mail leaves Bulkhead.
 *
 * @param smtpUrl `smtp:` or `smtps:`, with user and password where the server wants them. Secret.
 * @param from address of the sender.
 * @param maxConnections mails under way at once.
 */
export function openMailer(smtpUrl: string, from: string, maxConnections = connectionsMax): Mailer {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    maxConnections,
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
  // The mail is read when the server has said that it wants it, and not before.
  const contents = new WeakMap<AbortSignal, Readable>();
  transport.use('stream', ({ data, message }, done) => {
    const { signal } = data;
    const createReadStream = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const content = createReadStream(options);
      if (signal) contents.set(signal, content);
      return content;
    };
    done();
  });
  return {
    async send(to, { subject, text, html }) {
      const signal = AbortSignal.timeout(mailSeconds * 1_000);
      try {
        await transport.sendMail({
          from: { name: 'Bulkhead', address: from },
          to: { name: '', address: to },
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal,
        });
      } catch (error) {
        const beforeMail = contents.get(signal)?.readableDidRead !== true;
        throw Object.assign(error as Error, { beforeMail });
      }
    },
    close: () => transport.close(),
  };
}
