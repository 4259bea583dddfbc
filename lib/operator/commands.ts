import type { Command } from './command.ts';
import { breachedImportCommand } from './commands/breached-import.ts';
import { checkpointActivityCommand } from './commands/checkpoint-activity.ts';
import { evidenceVerifyCommand } from './commands/evidence-verify.ts';
import { importCustomersCommand } from './commands/import-customers.ts';
import { importSignInsCommand } from './commands/import-sign-ins.ts';
import { journalCheckpointsCommand } from './commands/journal-checkpoints.ts';
import { journalPublicKeyCommand } from './commands/journal-public-key.ts';
import { journalVerifyCommand } from './commands/journal-verify.ts';
import { keysRotateCommand } from './commands/keys-rotate.ts';
import { keysStatusCommand } from './commands/keys-status.ts';
import { passwordsCommand } from './commands/passwords.ts';
import { setUpCommand } from './commands/set-up.ts';
import { totpResetAllCommand } from './commands/totp-reset-all.ts';
import { verifyActivityCommand } from './commands/verify-activity.ts';
import { wrapCommand } from './commands/wrap.ts';
import { zonesCommand } from './commands/zones.ts';

/** Every command, in the order in which help names them. */
export const commands: Command[] = [
  setUpCommand,
  importCustomersCommand,
  importSignInsCommand,
  wrapCommand,
  breachedImportCommand,
  passwordsCommand,
  keysStatusCommand,
  keysRotateCommand,
  totpResetAllCommand,
  journalVerifyCommand,
  journalCheckpointsCommand,
  journalPublicKeyCommand,
  evidenceVerifyCommand,
  checkpointActivityCommand,
  verifyActivityCommand,
  zonesCommand,
];
