import path from 'node:path';
import { openInput } from '../import/open-input.ts';
import { readLines } from '../../csv/read-lines.ts';
import { readRecords } from '../../csv/read-records.ts';

export interface DemoSignIn {
  at: Date;
  outcome: 'yes' | 'no';
  address: string;
  userAgent: string;
}

const file = path.join(import.meta.dirname, 'sign-ins.csv');

/**
 * The example company's sign-ins by email, moved in time as a whole so that the newest is ten minutes old.
 */
export async function readDemoSignIns(now: Date): Promise<Map<string, DemoSignIn[]>> {
  using input = await openInput(file);
  const byEmail = new Map<string, DemoSignIn[]>();
  let newest = 0;
  let isHeader = true;
  for await (const record of readRecords(readLines(input.chunks))) {
    if (isHeader || 'fault' in record) {
      isHeader = false;
      continue;
    }
    const [at = '', email = '', address = '', outcome, userAgent = ''] = record.fields;
    const signIn: DemoSignIn = {
      at: new Date(at),
      outcome: outcome === 'successful' ? 'yes' : 'no',
      address,
      userAgent,
    };
    newest = Math.max(newest, signIn.at.getTime());
    byEmail.set(email, [...(byEmail.get(email) ?? []), signIn]);
  }
  const shift = now.getTime() - 600_000 - newest;
  for (const signIn of [...byEmail.values()].flat()) {
    signIn.at = new Date(signIn.at.getTime() + shift);
  }
  return byEmail;
}
