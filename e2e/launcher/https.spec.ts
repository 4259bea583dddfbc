import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type APIRequestContext, expect, request, test } from '@playwright/test';
import { freePort } from '../../lib/launch/ports.ts';
import { faultsOf } from '../../lib/testing/sealed-headers.ts';
import { people } from '../support/people.ts';
import { Installation } from './installation.ts';

const publicUrl = 'https://panel.example';
const csv = path.resolve(import.meta.dirname, '../support/customers.csv');
const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-https-'));
let bulkhead: Installation;
let running: Awaited<ReturnType<Installation['start']>> | undefined;

test.beforeAll(async () => {
  const settings = { PUBLIC_URL: publicUrl };
  bulkhead = new Installation(dataDir, await freePort(), await freePort(), settings);
  running = await bulkhead.start();
  bulkhead.bulkhead('import', 'customers', csv);
});
test.afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

/** The panel as a proxy asks it that speaks https with browsers; what a browser would keep is kept. */
class Browser {
  readonly cookies = new Map<string, string>();
  private readonly proxy: APIRequestContext;

  constructor(proxy: APIRequestContext) {
    this.proxy = proxy;
  }

  async ask(where: string, multipart?: Record<string, string>) {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const url = `http://localhost:${bulkhead.port}${where}`;
    const headers = { host: 'panel.example', cookie };
    const reply = await this.proxy.fetch(url, {
      maxRedirects: 0,
      headers: multipart ? { ...headers, origin: publicUrl } : headers,
      ...(multipart && { method: 'POST', multipart }),
    });
    expect(faultsOf(reply.headers(), { secure: true }), where).toEqual([]);
    for (const { name, value } of reply.headersArray()) {
      if (name.toLowerCase() !== 'set-cookie') continue;
      const [pair = ''] = value.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return reply;
  }

  /** Sends the form of a page that has this field, as it is sent without JavaScript. */
  async send(where: string, field: string, fields: Record<string, string>) {
    const html = await (await this.ask(where)).text();
    const form = html.match(/<form\b.*?<\/form>/gs)?.find((one) => one.includes(`name="${field}"`));
    const hidden = [...(form ?? '').matchAll(/<input type="hidden"([^>]*)>/g)].map(
      ([, text = '']) => [attribute(text, 'name'), attribute(text, 'value')],
    );
    return this.ask(where, { ...Object.fromEntries(hidden), ...fields });
  }
}

function attribute(text: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&');
}

async function mailedCode(proxy: APIRequestContext, email: string) {
  const reply = await proxy.get(`http://localhost:${bulkhead.mailboxPort}/api/email`);
  const mails: { text: string; to: { address: string }[] }[] = await reply.json();
  const own = mails.filter(({ to }) => to.some(({ address }) => address === email));
  return own.flatMap(({ text }) => /^\d{8}$/m.exec(text)?.[0] ?? []).at(-1);
}

test('by https every cookie is this host\u2019s alone, and every answer keeps to https', async () => {
  const proxy = await request.newContext();
  const browser = new Browser(proxy);
  const { email, password } = people.crawled;
  const asked = await browser.send('/sign-in', 'email', { email, password });
  expect(new URL(asked.headers().location ?? '', publicUrl).pathname).toBe('/sign-in/mailed-code');
  await expect.poll(() => mailedCode(proxy, email)).toBeTruthy();
  const code = (await mailedCode(proxy, email)) ?? '';
  const entered = await browser.send('/sign-in/mailed-code', 'code', { code });
  expect(new URL(entered.headers().location ?? '', publicUrl).pathname).toBe('/');
  expect((await browser.ask('/security')).status()).toBe(200);
  await browser.ask('/nowhere');
  await browser.ask('/reset/link?token=none');
  const names = [...browser.cookies.keys()].sort();
  expect(names).toEqual(
    ['challenge', 'csrf', 'device', 'form', 'link', 'session'].map(
      (kind) => `__Host-bulkhead.${kind}`,
    ),
  );
  // The same names without the prefix, which another site beside ours could set, open nothing.
  const planted = new Browser(proxy);
  for (const [name, value] of browser.cookies) planted.cookies.set(name.slice(7), value);
  expect((await planted.ask('/security')).status()).toBe(307);
  await proxy.dispose();
});
