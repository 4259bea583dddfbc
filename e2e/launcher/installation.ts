import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');
const bootstrap = 'lib/launch/bootstrap.mjs';
const numbered = z.object({ pid: z.number() });
const zonesSchema = z.object({ auth: numbered, manager: numbered, worker: numbered });

/** A second installation on this machine, started and stopped as its operator would. */
export class Installation {
  readonly dataDir: string;
  readonly port: number;
  readonly mailboxPort: number;

  private readonly settings: Record<string, string>;
  private readonly folder: string;

  constructor(
    dataDir: string,
    port: number,
    mailboxPort: number,
    settings: Record<string, string> = {},
    folder = root,
  ) {
    this.settings = settings;
    this.folder = folder;
    this.dataDir = dataDir;
    this.port = port;
    this.mailboxPort = mailboxPort;
  }

  /** Runs `npm start`, until it says that it is ready. */
  async start() {
    const child = spawn(process.execPath, [bootstrap, 'start'], {
      cwd: this.folder,
      env: this.env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'close').then(([code]) => code as number | null);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        child.emit('said');
      });
    }
    const said = () => output;
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!said().includes('Bulkhead is ready at')) {
      if (over) throw new Error(`npm start ended:\n${said()}`);
      await Promise.race([once(child, 'said'), ended]);
    }
    return { child, ended, said };
  }

  /** Runs one of the operator's commands, and returns what it printed. */
  bulkhead(...args: string[]): string {
    const command = [bootstrap, 'bulkhead', ...args];
    return execFileSync(process.execPath, command, {
      cwd: this.folder,
      env: this.env(),
      encoding: 'utf8',
    });
  }

  /** The processes of each zone, as the launcher wrote them down. */
  zones() {
    const file = path.join(this.dataDir, 'run', 'zones.json');
    return zonesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  }

  /** What runs with this data folder on its command line or in its environment, by number. */
  processes(): Map<number, string> {
    const found = new Map<number, string>();
    for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
      try {
        const told = ['cmdline', 'environ'].map((name) =>
          readFileSync(`/proc/${pid}/${name}`, 'utf8'),
        );
        if (told.some((text) => text.includes(this.dataDir))) found.set(pid, told[0] ?? '');
      } catch {
        // It has ended since, or is another user's.
      }
    }
    return found;
  }

  /** The number of the one process whose command line has `part` in it. */
  processOf(part: string): number {
    return [...this.processes()].find(([, command]) => command.includes(part))?.[0] ?? 0;
  }

  /** Whether the panel, its database and the mailbox answer. */
  async healthy(): Promise<boolean> {
    const urls = [
      `http://localhost:${this.port}/api/health`,
      `http://localhost:${this.mailboxPort}/api/email`,
    ];
    const answers = urls.map((url) =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return (await Promise.all(answers)).every(Boolean);
  }

  private env() {
    return {
      // biome-ignore lint/style/noProcessEnv: it is started from this run's environment, with its own folder.
      ...process.env,
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      PUBLIC_URL: `http://localhost:${this.port}`,
      MAILBOX_PORT: String(this.mailboxPort),
      BCRYPT_COST: '10',
      ...this.settings,
    };
  }
}
