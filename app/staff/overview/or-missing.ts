import 'server-only';
import { unstable_rethrow } from 'next/navigation';

/** What was read; null where it cannot be, so that one part of a page fails alone. */
export async function orMissing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    unstable_rethrow(error);
    return null;
  }
}
