/** How much of a client, and for how long. */
export interface Bounds {
  /** Until all headers of a request have come. */
  headersMs: number;
  /** Until all of a request has come, its body included. */
  requestMs: number;
  /** Without a byte either way. */
  silenceMs: number;
  /** Until all of an answer has been taken: the longest download, at the pace of a slow line. */
  answerMs: number;
  /** Between two requests of one connection. */
  keepAliveMs: number;
  /** How often it is looked who is too slow. */
  lookMs: number;
  headersBytes: number;
  connections: number;
  /** From one IPv4 address or IPv6 network of 64 bits; trusted proxies, who speak for many, bound their own. */
  connectionsEach: number;
}

/** What holds but in tests of it. */
export const usualBounds: Bounds = {
  headersMs: 10_000,
  requestMs: 30_000,
  silenceMs: 60_000,
  answerMs: 15 * 60_000,
  keepAliveMs: 5_000,
  lookMs: 1_000,
  headersBytes: 16_384,
  connections: 4_096,
  connectionsEach: 256,
};
