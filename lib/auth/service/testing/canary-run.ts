import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import type pg from 'pg';
import { openPool } from '../../../database/pool.ts';
import { startWatchedService } from '../../../testing/auth-service.ts';
import { Canaries, canaryWord } from '../../../testing/canaries.ts';
import { freshDatabases } from '../../../testing/databases.ts';
import { openSmtpSink } from '../../../testing/faults/smtp-sink.ts';
import {
  callerHeader,
  type RequestOf,
  requestIdHeader,
  timeHeader,
  type Verb,
} from '../../contract.ts';
import type { Caller } from '../callers.ts';
import { parseKeys } from '../keys/parse-keys.ts';
import { passwordHashPlace, totpKeyPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';

/** Columns that hold no secret, of all that hold bytes: hashes of journal entries, and of keys. */
const openColumns = ['journal', 'journal_head', 'journal_checkpoint', 'key_version'];

interface Sent {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The auth service as a process, asked over its socket, with a note of every secret it was told or stores. */
export async function openCanaryRun() {
  const canaries = new Canaries();
  const { auth } = await freshDatabases();
  const owner = openPool(auth.ownerUrl, 2);
  const sink = await openSmtpSink();
  const smtpUrl = new URL(sink.url);
  smtpUrl.username = 'mailer';
  smtpUrl.password = canaries.add('password of the mail server', canaryWord());
  const service = await startWatchedService(auth.appUrl, {
    SMTP_URL: smtpUrl.href,
    MAILED_CODE: 'unknown-device',
  });
  const keyFile = path.join(service.dir, 'auth-keys.json');
  const callerKey = (caller: Caller) => readFileSync(service.keyFile(caller), 'utf8').trim();
  for (const caller of ['manager', 'worker', 'operator'] as const) {
    canaries.add(`key of ${caller}`, callerKey(caller));
  }
  const refusals: string[] = [];

  const good = (caller: Caller) => ({
    [callerHeader]: caller,
    authorization: `Bearer ${callerKey(caller)}`,
    'content-type': 'application/json',
    [requestIdHeader]: randomUUID(),
    [timeHeader]: new Date().toISOString(),
  });

  /** Sends what may be no question at all. Every answer that opens nothing is kept, headers included. */
  function send({ path: at, method = 'POST', headers = {}, body = '' }: Sent): Promise<string> {
    return new Promise((resolve) => {
      const all = { ...good('manager'), ...headers };
      const { socketPath } = service;
      const outgoing = request({ socketPath, method, path: at, headers: all }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        incoming.on('close', () => {
          if (!/"verdict":"(yes|second-factor|mailed-code)"/.test(text)) {
            refusals.push(`${incoming.statusCode} ${incoming.rawHeaders.join(' ')} ${text}`);
          }
          resolve(text);
        });
      });
      // Hung up on: part of a body too long is still on its way.
      outgoing.on('error', ({ message }) => resolve(message));
      outgoing.end(body);
    });
  }

  async function ask<V extends Verb>(verb: V, question: RequestOf<V>, caller: Caller = 'manager') {
    const body = JSON.stringify(question);
    const text = await send({ path: `/v1/${verb}`, headers: good(caller), body });
    return JSON.parse(text) as Record<string, unknown> & { verdict: string };
  }

  async function sql<R extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
    return (await owner.query<R>(text, values)).rows;
  }

  return {
    canaries,
    service,
    sink,
    keyFile,
    ownerUrl: auth.ownerUrl,
    appUrl: auth.appUrl,
    refusals,
    send,
    ask,
    sql,
    /** Notes every key, and everything that is stored as bytes, as it is now; sealed hashes opened too. */
    async noteStored() {
      const keys = parseKeys(readFileSync(keyFile, 'utf8'));
      if (!keys) throw new Error('no keys');
      for (const key of keys.keyEncryption.byVersion.values())
        canaries.add('a key-encryption key', key);
      for (const key of keys.peppers.byVersion.values()) canaries.add('a pepper', key);
      canaries.add('the lookup key', keys.lookup);
      const columns = await sql<{ table: string; column: string }>(
        `SELECT table_name AS table, column_name AS column FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name <> ALL ($1)`,
        [openColumns],
      );
      for (const { table, column } of columns) {
        const rows = await sql<{ value: Buffer }>(
          `SELECT ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`,
        );
        for (const { value } of rows) canaries.add(`${table}.${column}`, value);
      }
      for (const { subject_id, hash_sealed } of await sql('SELECT * FROM password')) {
        const opened = unseal(keys, passwordHashPlace(subject_id), hash_sealed);
        const hash = opened && JSON.parse(opened.toString('utf8'))[3];
        if (hash) canaries.add('hash of a password', String(hash).slice(-31));
      }
      for (const { subject_id, key_sealed } of await sql('SELECT * FROM totp')) {
        const opened = unseal(keys, totpKeyPlace(subject_id), key_sealed);
        if (opened) canaries.add('a TOTP key, in bytes', opened);
      }
    },
    /** Every column of every row, as text. */
    async rowsOf(...tables: string[]): Promise<string> {
      const texts = tables.map(async (table) =>
        (await sql<{ row: string }>(`SELECT to_jsonb(t)::text || t::text AS row FROM ${table} t`))
          .map(({ row }) => row)
          .join('\n'),
      );
      return (await Promise.all(texts)).join('\n');
    },
    /** The token in the newest mail to this address, once there is one beyond `after`. */
    async mailedToken(email: string, after = 0): Promise<string> {
      for (;;) {
        const letters = sink.letters.filter(({ to }) => to === email);
        const token = /link\?token=([\w-]{43})/.exec(letters[after]?.text ?? '')?.[1];
        if (token) return canaries.add('token of a link', token);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** The code in the newest mail to this address, once `before` codes had come already. */
    async mailedCode(email: string, before: number): Promise<string> {
      for (;;) {
        const letters = sink.letters.filter(({ to }) => to === email);
        const codes = letters.flatMap(({ text }) => /^\d{8}(?=\r?$)/m.exec(text)?.[0] ?? []);
        if (codes[before]) return canaries.add('a mailed code', codes[before]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {
      await service.stop();
      await sink.close();
      await owner.end();
    },
  };
}

export type CanaryRun = Awaited<ReturnType<typeof openCanaryRun>>;
