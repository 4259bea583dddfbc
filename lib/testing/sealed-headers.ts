/** What every answer of the panel says, whatever was asked, by whom, and however it ended. */
const table: Record<string, RegExp> = {
  'content-security-policy':
    /^default-src 'none'; script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^(same-origin|no-referrer)$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'origin-agent-cluster': /^\?1$/,
  'x-permitted-cross-domain-policies': /^none$/,
  'permissions-policy':
    /^publickey-credentials-create=\(self\), publickey-credentials-get=\(self\), clipboard-write=\(self\)(, [a-z-]+=\(\)){20,}$/,
};
// What tells what it runs on, or lets others read.
const never = [/^x-powered-by$/, /^server$/, /^access-control-/];

interface Expected {
  /** The panel is reached by https. */
  secure?: boolean;
  /** The same for everybody, and named by its content: it may be kept. */
  kept?: boolean;
}

/** What is wrong with an answer's headers, a line a fault; none where all is as it must be. */
export function faultsOf(
  headers: Record<string, string>,
  { secure = false, kept = false }: Expected = {},
): string[] {
  const faults = Object.entries(table)
    // A file that pages load permits nothing: the page does.
    .filter(([name]) => !(kept && name === 'permissions-policy' && !(name in headers)))
    .filter(([name, wanted]) => !wanted.test(headers[name] ?? ''))
    .map(([name]) => `${name}: ${headers[name]}`);
  const hsts = headers['strict-transport-security'];
  if (hsts !== (secure ? 'max-age=63072000; includeSubDomains' : undefined)) {
    faults.push(`strict-transport-security: ${hsts}`);
  }
  if (!kept && headers['cache-control'] !== 'no-store') {
    faults.push(`cache-control: ${headers['cache-control']}`);
  }
  const told = Object.keys(headers).filter((name) => never.some((one) => one.test(name)));
  return [...faults, ...told, ...cookieFaults(headers['set-cookie'] ?? '', secure)];
}

/** @param lines each cookie set, a line each. */
function cookieFaults(lines: string, secure: boolean): string[] {
  const wanted = secure ? /^__Host-bulkhead\.[a-z]+=/ : /^bulkhead\.[a-z]+=/;
  return lines
    .split('\n')
    .filter(Boolean)
    .filter((line) => {
      const attributes = line.toLowerCase().split('; ').slice(1);
      const has = (one: string) => attributes.includes(one);
      const good = has('path=/') && has('httponly') && has('samesite=lax');
      const domain = attributes.some((one) => one.startsWith('domain='));
      return !wanted.test(line) || !good || domain || has('secure') !== secure;
    })
    .map((line) => `set-cookie: ${line.replace(/=[^;]*/, '=…')}`);
}
