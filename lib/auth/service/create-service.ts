import { randomUUID } from 'node:crypto';
import { type AdmissionLimits, openAdmission } from './admission/admission.ts';
import { openBackground } from './background.ts';
import { takeCensus } from './census/take-census.ts';
import { takeFactorCensus } from './census/take-factor-census.ts';
import { writeCheckpoint } from './checkpoints/write-checkpoint.ts';
import { cleanUp } from './clean-up.ts';
import { type Decide, openDecide } from './decide.ts';
import { agreeOnKeys } from './keys/agree-on-keys.ts';
import { keepKeys } from './keys/keep-keys.ts';
import { forgetHeldKeys, reportHeldKeys } from './keys/key-holders.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { type LiveKeys, openLiveKeys } from './keys/live-keys.ts';
import { advanceRotations } from './keys/rotation/advance-rotations.ts';
import { sendDueLinks } from './links/send-due-links.ts';
import { sendDueCodes } from './mailed-codes/send-due-codes.ts';
import { measureAnswerTime } from './passwords/answer-time.ts';
import { openPasswords } from './passwords/judge.ts';
import { sealPlainHashes } from './passwords/seal-plain-hashes.ts';
import { findCostliest } from './passwords/stored-costs.ts';
import { openBreachedApi } from './policy/breached-api.ts';
import { openBreachedList } from './policy/breached-list.ts';
import { openPolicy } from './policy/policy.ts';
import { startStrength } from './policy/strength.ts';
import type { Service } from './service.ts';
import type { Watch } from './watching/metrics.ts';
import { wrapLegacy } from './wrapping/wrap-legacy.ts';

/** What the service is made of, given from outside: the clock and the mail above all. */
export type ServiceParts = Omit<
  Service,
  | 'keys'
  | 'replica'
  | 'passwords'
  | 'policy'
  | 'breachedApi'
  | 'weakPasswords'
  | 'approvalAbove'
  | 'background'
  | 'checkpointsFile'
  | 'admission'
  | 'watch'
  | 'wakeLinkMailer'
  | 'wakeCodeMailer'
  | 'wakeWrapping'
  | 'wakeHouse'
  | 'wakeRotation'
> & {
  /** As the source yielded them at the start. */
  keys: KeyRing;
  admission: AdmissionLimits;
  /** Where signed checkpoints are appended, to be shipped elsewhere. */
  checkpointsFile?: string | undefined;
  /** Told what the service does; nobody, where it is not given. */
  watch?: Watch;
  /** Where the imported list of breached passwords is, or may appear. */
  breachedFile?: string | undefined;
  /** The k-anonymity API, where one is to be asked. */
  breachedApiUrl?: URL | undefined;
  weakPasswords?: Service['weakPasswords'];
  approvalAbove?: number;
  wakeLinkMailer?: () => void;
  wakeCodeMailer?: () => void;
  wakeWrapping?: () => void;
  wakeHouse?: () => void;
  wakeRotation?: () => void;
};

export interface AuthService {
  decide: Decide;
  keys: LiveKeys;
  /** Follows what all replicas agree upon about keys. */
  keepKeys(): Promise<void>;
  /** Drives rotations of keys as far as they go; ends early when `stopping` says so. */
  rotateKeys(stopping?: () => boolean): Promise<void>;
  /** Says that this replica runs no more. */
  leave(): Promise<void>;
  /** How many questions that hash are in hand, and how many wait. */
  hashQueue(): { running: number; waiting: number };
  /** Resolves when what no answer waited for is done. */
  idle(): Promise<void>;
  /** Mails the links that are due. */
  sendDueLinks(): Promise<void>;
  /** Mails the codes that are due. */
  sendDueCodes(): Promise<void>;
  /** Seals the password hashes that an older version left plain. */
  sealPlainHashes(): Promise<void>;
  /** Signs how far the journal has come. */
  writeCheckpoint(): Promise<void>;
  /** Carries the wrapping of legacy hashes on, until it is done, paused or told to stop. */
  wrapLegacy(stopping: AbortSignal): Promise<void>;
  /** Deletes what has expired, and measures the answer time anew where what is stored has changed. */
  keepHouse(): Promise<void>;
}

/** Puts the service together and measures how long its answers take. Needs the database. */
export async function createService(parts: ServiceParts): Promise<AuthService> {
  const { admission, checkpointsFile, breachedFile, breachedApiUrl, keys: first, ...rest } = parts;
  const { database, keySource, log, clock, productName } = parts;
  startStrength();
  const keys = openLiveKeys(keySource, first, log);
  keys.adopt(await agreeOnKeys(database, first, clock()));
  const watch = parts.watch ?? { throttled: () => {}, shed: () => {} };
  const passwords = openPasswords(keys, parts.cost);

  let stored = await findCostliest({ database, keys, log });
  let answerTime = await measureAnswerTime(passwords, stored);
  const measureAgain = async () => {
    const now = await findCostliest({ database, keys, log });
    if (costsOf(now) === costsOf(stored)) return;
    stored = now;
    answerTime = await measureAnswerTime(passwords, stored);
  };

  const list = openBreachedList(breachedFile ?? null, log);
  const breachedApi = openBreachedApi(breachedApiUrl ?? null, log, clock);
  await list.report();
  const service: Service = {
    weakPasswords: 'tell',
    approvalAbove: 100,
    wakeLinkMailer: () => {},
    wakeCodeMailer: () => {},
    wakeWrapping: () => {},
    wakeHouse: () => {},
    wakeRotation: () => {},
    ...rest,
    checkpointsFile: checkpointsFile ?? null,
    keys,
    watch,
    replica: randomUUID(),
    passwords,
    policy: openPolicy({ list, api: breachedApi, productName }),
    breachedApi,
    background: openBackground(log),
    admission: openAdmission(admission),
  };
  await reportHeldKeys(service);
  return {
    decide: openDecide(service, () => answerTime),
    keys,
    hashQueue: service.admission.depth,
    keepKeys: () => keepKeys(service),
    rotateKeys: (stopping) => advanceRotations(service, stopping),
    leave: () => forgetHeldKeys(service),
    idle: () => service.background.idle(),
    sendDueLinks: () => sendDueLinks(service),
    sendDueCodes: () => sendDueCodes(service),
    sealPlainHashes: () => sealPlainHashes(service),
    writeCheckpoint: () => writeCheckpoint(service),
    wrapLegacy: (stopping) => wrapLegacy(service, stopping),
    async keepHouse() {
      await cleanUp(service);
      await takeCensus(service);
      await takeFactorCensus(service);
      await measureAgain();
    },
  };
}

function costsOf(stored: { scheme: string; cost: number }[]): string {
  return stored.map(({ scheme, cost }) => `${scheme} ${cost}`).join();
}
