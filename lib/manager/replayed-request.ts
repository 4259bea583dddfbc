import { IncomingMessage } from 'node:http';

/**
 * A request of whose body the beginning has been read, as if nothing had been: whoever makes a web `Request` of it,
 * as Next does for a route, refuses a stream that somebody has touched.
 */
export class ReplayedRequest extends IncomingMessage {
  private readonly original: IncomingMessage;

  /** To be made in the same turn in which the beginning was read: else the end may have passed unheard. */
  constructor(original: IncomingMessage, beginning: Buffer) {
    super(original.socket);
    this.original = original;
    const { method, url, headers, rawHeaders } = original;
    const { httpVersion, httpVersionMajor, httpVersionMinor } = original;
    const version = { httpVersion, httpVersionMajor, httpVersionMinor };
    Object.assign(this, { method, url, headers, rawHeaders, ...version });
    this.push(beginning);
    original.on('data', (piece) => {
      if (!this.push(piece)) original.pause();
    });
    original.once('end', () => {
      this.complete = true;
      this.push(null);
    });
    original.once('close', () => {
      if (!this.complete) this.destroy();
    });
    original.resume();
  }

  override _read(): void {
    this.original.resume();
  }
}
