import { Logger, runOnce } from 'graphile-worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabases } from '../testing/databases.ts';
import { withClient } from './roles.ts';

let db: Awaited<ReturnType<typeof freshDatabases>>;
beforeAll(async () => {
  db = await freshDatabases();
});

const attempt = (url: string, sql: string) =>
  withClient(url, (client) => client.query(sql)).then(
    () => 'allowed',
    (error) => error.code as string,
  );

describe('database roles', () => {
  test('no role but the auth service can connect to the auth database', async () => {
    const name = new URL(db.auth.ownerUrl).pathname;
    for (const url of [db.manager.appUrl, db.manager.workerUrl, db.manager.operatorUrl]) {
      const stranger = new URL(url);
      stranger.pathname = name;
      expect(await attempt(stranger.href, 'SELECT 1')).toBe('42501');
    }
    expect(await attempt(db.auth.appUrl, 'SELECT 1')).toBe('allowed');
  });

  test('the auth service cannot read, change or empty its journal', async () => {
    for (const sql of [
      'SELECT * FROM journal',
      'UPDATE journal SET verdict = verdict',
      'DELETE FROM journal',
      'TRUNCATE journal',
      'DROP TABLE journal',
    ]) {
      expect(await attempt(db.auth.appUrl, sql), sql).toBe('42501');
    }
  });

  test('the manager cannot rewrite what happened to an account', async () => {
    for (const sql of ['UPDATE activity SET outcome = outcome', 'DELETE FROM activity']) {
      expect(await attempt(db.manager.appUrl, sql), sql).toBe('42501');
    }
  });

  test('the manager can queue known jobs only, and cannot touch the queue', async () => {
    expect(await attempt(db.manager.appUrl, "SELECT queue_job('send-notice', '{}')")).toBe(
      'allowed',
    );
    expect(await attempt(db.manager.appUrl, "SELECT queue_job('anything', '{}')")).toBe('23514');
    expect(await attempt(db.manager.appUrl, 'SELECT * FROM graphile_worker.jobs')).toBe('42501');
  });

  test('the worker, as its own role, takes what was queued and finishes it', async () => {
    const seen: unknown[] = [];
    const take = async (payload: unknown) => void seen.push(payload);
    await withClient(db.manager.appUrl, (client) =>
      client.query(`SELECT queue_job('tell-reset', '{"reset":"1"}')`),
    );
    await runOnce({
      connectionString: db.manager.workerUrl,
      taskList: { 'tell-reset': take },
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
    });
    expect(seen).toEqual([{ reset: '1' }]);
    const left = await withClient(db.manager.ownerUrl, (client) =>
      client.query("SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'tell-reset'"),
    );
    expect(left.rows).toEqual([]);
  });
});
