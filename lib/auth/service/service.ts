import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Prisma, PrismaClient } from '../../../prisma/auth/client/client.ts';
import type { Mailer } from '../../mail/transport.ts';
import type { Verb, VerdictOf, verbs } from '../contract.ts';
import type { Admission } from './admission/admission.ts';
import type { Background } from './background.ts';
import type { Caller } from './callers.ts';
import type { KeySource } from './keys/key-source.ts';
import type { LiveKeys } from './keys/live-keys.ts';
import type { Passwords } from './passwords/judge.ts';
import type { BreachedApi } from './policy/breached-api.ts';
import type { Policy } from './policy/policy.ts';
import type { Watch } from './watching/metrics.ts';

export type Transaction = Prisma.TransactionClient;

/** All that verbs work with. Nothing of it leaves the process. */
export interface Service {
  database: PrismaClient;
  keys: LiveKeys;
  keySource: KeySource;
  /** This process among those that share the database; another at each start. */
  replica: string;
  passwords: Passwords;
  /** Which passwords may be chosen, and which are weak. */
  policy: Policy;
  breachedApi: BreachedApi;
  /** What becomes of a right password that is weak: its customer is told, or made to change it. */
  weakPasswords: 'tell' | 'change';
  /** Whether a right password without a second factor takes a mailed code where nobody was seen before. */
  mailedCode: 'unknown-device' | 'never';
  /** Most customers that one member alone may make choose new passwords by a campaign. */
  approvalAbove: number;
  background: Background;
  /** Bounds how many questions that hash are in hand at once. */
  admission: Admission;
  clock: () => Date;
  mail: Mailer;
  /** Where mailed links lead: the panel's origin. */
  publicOrigin: string;
  /** Where signed checkpoints are appended, to be shipped elsewhere; null for nowhere. */
  checkpointsFile: string | null;
  /** Shown by authenticator apps. */
  productName: string;
  log: Logger;
  watch: Watch;
  /** Tells the link mailer that there is something to send. */
  wakeLinkMailer: () => void;
  /** Tells the mailer of codes that there is something to send. */
  wakeCodeMailer: () => void;
  /** bcrypt's cost for new hashes. */
  cost: number;
  /** Tells the wrapping that there may be something to carry on. */
  wakeWrapping: () => void;
  /** Tells the housekeeping that costlier hashes may be stored: it measures the answer time anew. */
  wakeHouse: () => void;
  /** Tells whoever rotates keys that there is something to do. */
  wakeRotation: () => void;
}

/** What a verb decided, before it is journalled. */
export interface Outcome<V extends Verb = Verb> {
  verdict: VerdictOf<V>;
  subject?: string | undefined;
  /** For the journal only: the caller is never told. A fixed phrase, no content of the request. */
  because?: string | undefined;
}

declare const journalled: unique symbol;
/** A verdict that stands in the journal. Only {@link Question.settle} makes one. */
export type Settled<V extends Verb> = VerdictOf<V> & { [journalled]: true };

/** One question in hand. */
export interface Question<V extends Verb> {
  caller: Caller;
  now: Date;
  /**
   * Runs `change` in one transaction with the journal's line: if either fails, neither happened and the
   * answer is *unavailable*. Every answer passes through here.
   */
  settle(change: (tx: Transaction) => Promise<Outcome<V>>): Promise<Settled<V>>;
}

export type ParsedRequest<V extends Verb> = z.output<(typeof verbs)[V]['request']>;

/** How a verb is answered: check, then settle. */
export type Answer<V extends Verb> = (
  service: Service,
  request: ParsedRequest<V>,
  question: Question<V>,
) => Promise<Settled<V>>;

export type { Verb, VerdictOf };
