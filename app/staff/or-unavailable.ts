import 'server-only';
import { redirect, unstable_rethrow } from 'next/navigation';

/** What was read; where it cannot be, or cannot be written down that it was, leads to the page that says so. */
export async function orUnavailable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    unstable_rethrow(error);
    redirect('/unavailable');
  }
}
