import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { usualBounds } from '../manager/bounds.ts';
import { bodyMaxBytes, upload } from '../manager/guard-request.ts';
import { responseHeaders } from '../manager/response-headers.ts';

// What can be read off the example where there is no nginx; lib/manager/behind-nginx.test.ts runs it where there is one.
const text = readFileSync(
  path.resolve(import.meta.dirname, '../../docs/running/nginx.conf'),
  'utf8',
)
  .replaceAll(/^\s*#.*$/gm, '')
  .replaceAll(/\s+/g, ' ');
const valuesOf = (directive: string) =>
  [...text.matchAll(new RegExp(`(?<=[;{}] )${directive} ([^;]*);`, 'g'))].map(([, value]) => value);
const bytes = (size = '') => {
  const [, number, unit = ''] = /^(\d+)([km]?)$/.exec(size) ?? [];
  return Number(number) * ({ k: 1024, m: 1024 ** 2 }[unit] ?? 1);
};

test('what a client writes about its own address is replaced, and never added to', () => {
  expect(valuesOf('proxy_set_header')).toEqual([
    "Connection ''",
    'Host $host',
    'X-Forwarded-For $remote_addr',
    "X-Real-IP ''",
    "Forwarded ''",
  ]);
  expect(text).not.toContain('$proxy_add_x_forwarded_for');
  // Set once for the whole server: a location with one of its own would inherit none of these.
  expect(text.match(/location [^{]+\{[^}]*proxy_set_header/)).toBeNull();
});

test('a form that may have arrived is never sent twice', () => {
  expect(valuesOf('proxy_next_upstream')).toEqual(['off']);
});

test('bodies are bounded as by the manager, everywhere and where lists are uploaded', () => {
  const uploading = new RegExp(`location = ${upload.path} \\{ client_max_body_size (\\w+);`);
  expect(bytes(uploading.exec(text)?.[1])).toBe(upload.maxBytes);
  expect(valuesOf('client_max_body_size').map(bytes)).toEqual([bodyMaxBytes, upload.maxBytes]);
});

test('no log is made of anything that can hold a link’s token', () => {
  const [format = ''] = valuesOf('log_format');
  expect(format.match(/\$\w+/g)).toEqual([
    '$remote_addr',
    '$time_iso8601',
    '$request_method',
    // The path alone, without its query.
    '$uri',
    '$status',
    '$body_bytes_sent',
    '$request_time',
  ]);
  expect(valuesOf('access_log')).toEqual(['/dev/stdout plain']);
  expect(valuesOf('error_log')).toEqual(['stderr crit']);
});

test('a connection that the manager is closing is not used', () => {
  const upstream = /upstream manager \{[^}]*keepalive_timeout (\d+)s;/.exec(text)?.[1];
  expect(Number(upstream) * 1_000).toBeLessThan(usualBounds.keepAliveMs);
});

test('what nginx answers by itself tells browsers to guess no type and to come by TLS, as the manager does', () => {
  const headers = responseHeaders(true);
  for (const name of ['strict-transport-security', 'x-content-type-options']) {
    const own = `$own_${name.replaceAll('-', '_')}`;
    const upstreams = `$upstream_http_${name.replaceAll('-', '_')}`;
    // Empty, and so not sent, where the manager has said it.
    expect(text).toContain(`map ${upstreams} ${own} { default ''; '' '${headers[name]}'; }`);
  }
});
