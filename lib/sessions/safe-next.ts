// Any origin serves to see whether a path leaves it.
const here = 'http://panel.invalid';

/**
 * Where to go after signing in: a path of our own, or '/'. What browsers read as another origin
 * (`//host`, `/\host`, control characters between the slashes) leads home, as do encoded slashes, which a
 * proxy on the way might decode, and the pages of signing in, of confirming and of mailed links: a link of a stranger's
 * would have whoever just signed in choose a password for the stranger's account.
 * @param wish the `next` parameter, as it came
 */
export function safeNext(wish: unknown): string {
  if (typeof wish !== 'string' || wish.length > 2_000) return '/';
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(wish) || /\\|%(2f|5c|0|1|7f|25)/i.test(path(wish)))
    return '/';
  const url = URL.parse(wish, here);
  if (!url || url.origin !== here || url.pathname.startsWith('//')) return '/';
  return /^\/(sign-in|confirm|reset|disown|email|invitation|setup|api|unavailable)(\/|$)/.test(
    url.pathname,
  )
    ? '/'
    : url.pathname + url.search + url.hash;
}

// The query may carry encoded slashes of its own: nobody reads an origin from it.
function path(wish: string): string {
  return wish.split(/[?#]/)[0] ?? '';
}
