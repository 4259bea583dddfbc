import type { Logger } from 'pino';
import { readTlsFiles, type TlsFiles, TlsFilesError, type TlsPaths } from '../../tls-files.ts';

const dayMs = 86_400_000;

/**
 * Takes new certificates into use without a restart. What cannot be used raises an alert, and the old ones
 * stay in force; so does a certificate that nobody has renewed near its end.
 *
 * @param first in force already.
 * @returns looks once; to be called again and again.
 */
export function openRenewal(options: {
  paths: TlsPaths;
  first: TlsFiles;
  renew: (files: TlsFiles) => void;
  clock: () => Date;
  log: Logger;
}): () => Promise<void> {
  const { paths, renew, clock, log } = options;
  let inForce = options.first;
  let suspected: string | null = null;
  let refused: string | null = null;
  let warnedAt = Number.NEGATIVE_INFINITY;

  function look(): void {
    try {
      const found = readTlsFiles(paths, 'serverAuth');
      if (!isSame(found, inForce)) {
        renew(found);
        inForce = found;
        log.info({ event: 'tls-files-renewed', until: found.until });
      }
      suspected = refused = null;
    } catch (error) {
      const because =
        error instanceof TlsFilesError ? error.message : 'they are not taken by OpenSSL';
      // Found twice before it is called bad: a certificate and its key are replaced one after the other.
      if (because === suspected && because !== refused) {
        refused = because;
        log.error({ event: 'tls-files-refused', because });
      }
      suspected = because;
    }
  }

  function warn(): void {
    const now = clock().getTime();
    if (!isEnding(inForce, now) || Math.abs(now - warnedAt) < dayMs) return;
    warnedAt = now;
    log.error({ event: 'certificate-ending', until: inForce.until });
  }

  return async () => {
    look();
    warn();
  };
}

function isSame(one: TlsFiles, other: TlsFiles): boolean {
  return one.cert === other.cert && one.key === other.key && one.ca === other.ca;
}

// A week before, or the last quarter of a short life: by then who renews it should have.
function isEnding({ from, until }: TlsFiles, now: number): boolean {
  const life = until.getTime() - from.getTime();
  return until.getTime() - now < Math.min(7 * dayMs, life / 4);
}
