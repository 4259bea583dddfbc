import 'server-only';
import { redirect, unstable_rethrow } from 'next/navigation';
import { database } from '../manager/database.ts';
import { renewProof } from './proof.ts';

/** Whether a factor was given in this session lately; prolongs that. During an outage: leads to a page that says so. */
export async function hasRecentProof(session: { id: string }): Promise<boolean> {
  try {
    return await renewProof(database(), session.id);
  } catch (error) {
    unstable_rethrow(error);
    redirect('/unavailable');
  }
}
