import { Logger, parseCrontab, run } from 'graphile-worker';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openPool } from '../database/pool.ts';
import { freshDatabases } from '../testing/databases.ts';
import { buildTasks, timetable } from './tasks/index.ts';

const { house: tasks } = buildTasks({} as never);

test('whatever the timetable names is a task of the house, and waits for none of its own kind', () => {
  const items = parseCrontab(timetable);
  expect(items.length).toBeGreaterThan(0);
  for (const { task, options } of items) {
    expect(Object.keys(tasks)).toContain(task);
    expect(options.jobKey).toBe(task);
  }
});

test('two workers keep one timetable, with the rights they have', async () => {
  const { manager } = await freshDatabases();
  const pools = [openPool(manager.workerUrl, 5), openPool(manager.workerUrl, 5)];
  const owner = new pg.Pool({ connectionString: manager.ownerUrl, max: 1 });
  const runners = await Promise.all(
    pools.map((pgPool) =>
      run({
        pgPool,
        taskList: tasks,
        crontab: timetable,
        noHandleSignals: true,
        logger: new Logger(() => () => {}),
      }),
    ),
  );
  const known = async () =>
    (
      await owner.query('SELECT identifier FROM graphile_worker._private_known_crontabs ORDER BY 1')
    ).rows.map(({ identifier }) => identifier);
  await expect
    .poll(known)
    .toEqual([
      'count-sign-ins',
      'remove-old-activity',
      'remove-old-notifications',
      'sign-activity',
      'tell-failures',
      'tend-notices',
    ]);
  await Promise.all(runners.map((runner) => runner.stop()));
  await Promise.all([...pools, owner].map((pool) => pool.end()));
});
