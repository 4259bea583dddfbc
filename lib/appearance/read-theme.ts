import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { environment } from '../manager/environment.ts';
import { cookieName } from '../sessions/cookie-names.ts';
import { findTheme, type Theme } from './themes.ts';

/** The theme chosen in this browser. The server says it in the page, so that none flashes up in another. */
export const readTheme = cache(async (): Promise<Theme> => {
  // Before the environment is asked: while pages are built there is neither a request nor one.
  const jar = await cookies();
  const secure = environment().publicUrl.protocol === 'https:';
  return findTheme(jar.get(cookieName('theme', secure))?.value) ?? 'system';
});
