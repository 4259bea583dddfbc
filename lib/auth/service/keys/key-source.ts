import { readKeyCommand } from './key-command.ts';
import { changeKeyFile, loadKeys, readKeyFile } from './key-file.ts';
import type { KeyRing } from './key-ring.ts';
import { readKeyUrl } from './key-url.ts';

/** Where the keys come from: exactly one of these. */
export type KeySettings =
  | { file: string }
  /** A program and its arguments. */
  | { command: string[] }
  | { url: URL; tokenFile: string | undefined };

export interface KeySource {
  kind: 'file' | 'command' | 'url';
  /**
   * The keys as they are at the service's start. Only a file is made where there is none yet.
   *
   * @throws {ConfigurationError} when there are none to be had.
   */
  open(hasSubjects: boolean): Promise<KeyRing>;
  /** The keys as they are now. @throws as `open` does. */
  read(): Promise<KeyRing>;
  /** Changes the keys, where the service itself keeps them; null where their keeper has to. */
  change: ((edit: (keys: KeyRing) => KeyRing) => void) | null;
}

export function openKeySource(settings: KeySettings): KeySource {
  if ('file' in settings) {
    const { file } = settings;
    return {
      kind: 'file',
      open: async (hasSubjects) => loadKeys({ file, hasSubjects }),
      read: async () => readKeyFile(file),
      change: (edit) => changeKeyFile(file, edit),
    };
  }
  const read =
    'command' in settings
      ? () => readKeyCommand(settings.command)
      : () => readKeyUrl(settings.url, settings.tokenFile);
  return { kind: 'command' in settings ? 'command' : 'url', open: read, read, change: null };
}
