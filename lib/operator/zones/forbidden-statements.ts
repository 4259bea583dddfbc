import type { AppRole } from '../../database/roles.ts';

/** A statement that a role must not be able to run. Runs in a transaction that is rolled back. */
export interface Forbidden {
  attempt: string;
  sql: string;
  /** SQLSTATEs that count as a refusal; insufficient_privilege when not given. */
  refusals?: string[];
}

const toEveryone: Forbidden[] = [
  { attempt: 'create a table', sql: 'CREATE TABLE intruder ()' },
  { attempt: 'create a role', sql: 'CREATE ROLE bulkhead_intruder' },
  { attempt: 'read a file of the server', sql: "SELECT pg_read_file('PG_VERSION')" },
  { attempt: 'run a program on the server', sql: "COPY (SELECT 1) TO PROGRAM 'true'" },
  {
    attempt: 'become the owner',
    sql: `DO $$ BEGIN EXECUTE format('SET ROLE %I', (SELECT pg_get_userbyid(datdba)
      FROM pg_database WHERE datname = current_database())); END $$`,
  },
];

const noQueue: Forbidden[] = [
  { attempt: 'read the job queue', sql: 'SELECT 1 FROM graphile_worker.jobs' },
  { attempt: 'queue a job of its own', sql: "SELECT graphile_worker.add_job('send-notice')" },
];

/** By role: what would be an intruder's first moves from each process's place. */
export const forbiddenStatements: Record<AppRole, Forbidden[]> = {
  auth_app: [
    { attempt: 'read the journal', sql: 'SELECT 1 FROM journal' },
    { attempt: 'rewrite the journal', sql: "UPDATE journal SET verdict = 'no' WHERE false" },
    { attempt: 'delete from the journal', sql: 'DELETE FROM journal WHERE false' },
    { attempt: 'empty the journal', sql: 'TRUNCATE journal' },
    { attempt: 'drop the journal', sql: 'DROP TABLE journal' },
    {
      attempt: 'rewrite a checkpoint',
      sql: 'UPDATE journal_checkpoint SET at = at WHERE false',
    },
    { attempt: 'delete a checkpoint', sql: 'DELETE FROM journal_checkpoint WHERE false' },
    { attempt: "delete the journal's head", sql: 'DELETE FROM journal_head WHERE false' },
    { attempt: 'take back a reset', sql: 'DELETE FROM reset WHERE false' },
    { attempt: 'move a cutoff', sql: 'UPDATE reset SET cutoff = cutoff WHERE false' },
    {
      attempt: 'approve a reset in the name of another',
      sql: 'UPDATE reset SET approved_by = approved_by WHERE false',
    },
    {
      attempt: 'change what was proposed',
      sql: 'UPDATE reset_proposal SET scope = scope WHERE false',
    },
    {
      attempt: 'rewrite who changed a role',
      sql: 'UPDATE staff_role_change SET changed_by = changed_by WHERE false',
    },
    { attempt: 'forget a change of role', sql: 'DELETE FROM staff_role_change WHERE false' },
    { attempt: 'delete a customer', sql: 'DELETE FROM subject WHERE false' },
    { attempt: 'become manager_app', sql: 'SET ROLE manager_app' },
    ...toEveryone,
  ],
  journal_app: [
    { attempt: 'read a hash', sql: 'SELECT 1 FROM password' },
    { attempt: 'read a TOTP key', sql: 'SELECT 1 FROM totp' },
    { attempt: 'read an email', sql: 'SELECT 1 FROM subject' },
    { attempt: 'read a link', sql: 'SELECT 1 FROM link' },
    { attempt: 'add to the journal', sql: 'INSERT INTO journal SELECT * FROM journal WHERE false' },
    { attempt: 'rewrite the journal', sql: "UPDATE journal SET verdict = 'no' WHERE false" },
    { attempt: 'delete from the journal', sql: 'DELETE FROM journal WHERE false' },
    { attempt: 'move its head', sql: 'UPDATE journal_head SET seq = seq WHERE false' },
    {
      attempt: 'add a checkpoint',
      sql: 'INSERT INTO journal_checkpoint SELECT * FROM journal_checkpoint WHERE false',
    },
    { attempt: 'become auth_app', sql: 'SET ROLE auth_app' },
    ...toEveryone,
  ],
  manager_app: [
    { attempt: 'rewrite a history', sql: "UPDATE activity SET outcome = 'no' WHERE false" },
    { attempt: 'delete from a history', sql: 'DELETE FROM activity WHERE false' },
    { attempt: 'empty the histories', sql: 'TRUNCATE activity' },
    { attempt: 'rewrite what staff did', sql: 'UPDATE staff_act SET act = act WHERE false' },
    { attempt: 'delete what staff did', sql: 'DELETE FROM staff_act WHERE false' },
    { attempt: 'empty the trail of staff', sql: 'TRUNCATE staff_act' },
    {
      attempt: 'change a role and leave no entry',
      sql: "UPDATE customer SET staff_role = 'security' WHERE false",
    },
    {
      attempt: 'rewrite a change of role',
      sql: 'UPDATE staff_role_change SET role = role WHERE false',
    },
    { attempt: 'forget a change of role', sql: 'DELETE FROM staff_role_change WHERE false' },
    { attempt: "change a customer's email", sql: 'UPDATE customer SET email = email WHERE false' },
    { attempt: 'delete a customer', sql: 'DELETE FROM customer WHERE false' },
    {
      attempt: 'give a session to another',
      sql: 'UPDATE session SET customer_id = customer_id WHERE false',
    },
    {
      attempt: "renew a session's start",
      sql: 'UPDATE session SET started_at = now() WHERE false',
    },
    { attempt: 'take back a reset', sql: 'DELETE FROM reset WHERE false' },
    {
      attempt: 'say that a mail was sent',
      sql: 'UPDATE reset_notice SET sent_at = now() WHERE false',
    },
    {
      attempt: 'queue a job that is not on the list',
      sql: "SELECT queue_job('intruder', '{}')",
      refusals: ['23514'],
    },
    { attempt: 'become worker_app', sql: 'SET ROLE worker_app' },
    ...noQueue,
    ...toEveryone,
  ],
  worker_app: [
    { attempt: 'read a history', sql: 'SELECT 1 FROM activity' },
    { attempt: 'rewrite a history', sql: "UPDATE activity SET outcome = 'no' WHERE false" },
    { attempt: 'read the sessions', sql: 'SELECT 1 FROM session' },
    { attempt: 'add a customer', sql: 'INSERT INTO customer SELECT * FROM customer WHERE false' },
    { attempt: 'read what staff did', sql: 'SELECT 1 FROM staff_act' },
    {
      attempt: 'make a customer staff',
      sql: "UPDATE customer SET staff_role = 'security' WHERE false",
    },
    { attempt: 'become manager_app', sql: 'SET ROLE manager_app' },
    ...toEveryone,
  ],
  operator_app: [
    { attempt: 'read a history', sql: 'SELECT 1 FROM activity' },
    { attempt: 'rewrite a history', sql: "UPDATE activity SET outcome = 'no' WHERE false" },
    { attempt: 'read the sessions', sql: 'SELECT 1 FROM session' },
    {
      attempt: 'make a customer staff',
      sql: "UPDATE customer SET staff_role = 'security' WHERE false",
    },
    { attempt: 'start a reset', sql: 'INSERT INTO reset SELECT * FROM reset WHERE false' },
    { attempt: 'become manager_app', sql: 'SET ROLE manager_app' },
    ...noQueue,
    ...toEveryone,
  ],
};
