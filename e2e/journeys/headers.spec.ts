import type { APIRequestContext, APIResponse } from '@playwright/test';
import { faultsOf } from '../../lib/testing/sealed-headers.ts';
import { bulkhead, staffStateFile } from '../support/bulkhead.ts';
import { people } from '../support/people.ts';
import { tokenIn } from '../support/posting.ts';
import { filled, linkedFrom, routesBuilt, routesInApp } from '../support/routes.ts';
import { signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const routes = routesInApp();
const action = '4'.repeat(42);
const [origin, host] = [() => bulkhead().url, 'evil.example'];

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  multipart?: Record<string, string>;
  form?: Record<string, string>;
}

/** Asks, and notes what is wrong with the answer. */
class Crawl {
  readonly faults: string[] = [];
  readonly statuses = new Map<string, number>();
  private readonly request: APIRequestContext;

  constructor(request: APIRequestContext) {
    this.request = request;
  }

  async ask(path: string, asked: Asked = {}): Promise<APIResponse> {
    const reply = await this.request.fetch(path, { ...asked, maxRedirects: 0 });
    const name = `${asked.method ?? 'GET'} ${path} ${Object.keys(asked.headers ?? {})}`.trim();
    this.statuses.set(name, reply.status());
    const found = faultsOf(reply.headers());
    if (reply.status() >= 500) found.push(`status: ${reply.status()}`);
    this.faults.push(...found.map((fault) => `${name} (${reply.status()}): ${fault}`));
    return reply;
  }

  /** In every way that something can be asked for, and in those in which nothing can. */
  async askAll(path: string, token: string) {
    await this.ask(path, { method: 'HEAD' });
    await this.ask(`${path}?_rsc=x`, { headers: { rsc: '1' } });
    await this.ask(`${path}?_rsc=x`, { headers: { rsc: '1', 'next-router-prefetch': '1' } });
    const refused: [number, Asked][] = [
      ...['PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): [number, Asked] => [405, { method }]),
      [403, { method: 'POST', form: { 'form-token': token } }],
      [403, { method: 'POST', form: { 'form-token': token }, headers: { origin: 'null' } }],
      [403, { method: 'POST', headers: { origin: `https://${host}`, 'next-action': action } }],
      [403, { method: 'POST', headers: { origin: origin() }, form: { 'form-token': 'x' } }],
      // The question of health is answered by any name, and only when it is read.
      [path === '/api/health' ? 403 : 421, { method: 'POST', headers: { host } }],
      [path === '/api/health' ? 200 : 307, { headers: { host } }],
      [403, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' } }],
    ];
    for (const [status, asked] of refused) {
      expect((await this.ask(path, asked)).status(), `${asked.method} ${path}`).toBe(status);
    }
    // What passes all that is stopped by the page itself: there is no such action, and an empty form does nothing.
    const own = { origin: origin() };
    await this.ask(path, {
      method: 'POST',
      headers: { ...own, 'next-action': action },
      multipart: { x: 'x' },
    });
    await this.ask(path, { method: 'POST', headers: own, form: { 'form-token': token } });
  }
}

async function crawl(request: APIRequestContext, more: string[] = []) {
  const each = new Crawl(request);
  await each.ask('/unavailable');
  const token = tokenIn(await (await each.ask('/unavailable')).text());
  for (const route of routes) await each.askAll(filled(route), token);
  const pages = await Promise.all([...routes.map(filled), ...more].map((path) => each.ask(path)));
  const bodies = await Promise.all(pages.map((page) => page.text()));
  const linked = bodies.flatMap((html) => linkedFrom(html, routes));
  return { each, linked: [...new Set(linked)] };
}

test('what is crawled is all that the build answers, as its folders name it', () => {
  expect(routes).toEqual(routesBuilt());
  expect(routes.length).toBeGreaterThan(40);
});

test('every answer to a stranger has every header, is kept nowhere, and nothing fails', async ({
  visit,
}) => {
  const { context } = await visit();
  const { each } = await crawl(context.request);
  expect(each.faults).toEqual([]);
  expect(each.statuses.get('GET /security')).toBe(307);
});

test('so has every answer to a customer', async ({ visit }) => {
  const { page, context } = await visit();
  await signIn(page, people.crawled);
  const { each } = await crawl(context.request, ['/activity/export?format=csv']);
  expect(each.faults).toEqual([]);
  expect(each.statuses.get('GET /security')).toBe(200);
  expect(each.statuses.get('GET /staff')).toBe(404);
});

test('so has every answer to staff, of pages with something in them too', async ({ visit }) => {
  const { context } = await visit({ storageState: staffStateFile });
  const search = `/staff/customers?q=${people.crawled.email}`;
  const { each, linked } = await crawl(context.request, [search]);
  const found = linkedFrom(await (await each.ask(search)).text(), routes);
  expect(found).toHaveLength(1);
  // Others' pages are others' journeys: a look leaves a trace that they may count.
  const others = /^\/staff\/(customers|colleagues|investigations\/[^/]+\/accounts)\//;
  for (const path of [...found, ...linked.filter((one) => !others.test(one))]) await each.ask(path);
  expect(each.faults).toEqual([]);
  expect(each.statuses.get('GET /staff')).toBe(200);
});

test('so has what is not there, is malformed, too much, or in no known way', async ({ visit }) => {
  const { page, context } = await visit();
  const each = new Crawl(context.request);
  await page.goto('/sign-in');
  for (const path of [
    ...['/nowhere', '/nowhere/', '/staff/nowhere', '/api', '/api/nowhere', '/_next', '/_next/'],
    ...['/_next/data/x.json', '/_next/image?url=/x', '/_next/static/nowhere.js', '/favicon.ico'],
    ...['/%', '/%ff', '/%c0%af', '/%00', '/%2e%2e/%2e%2e', '/..%2f..'],
    ...['/sign-in/', '/SIGN-IN', '/security/%ff', '/staff/customers/%ff', '/staff/resets/%'],
    ...['/sign-in?next=%', '/sign-in?%ff=%ff', '/activity?before=%00', '/api/auth/signout'],
    ...[`/${'x'.repeat(4_000)}`, `/?${'x='.repeat(2_000)}`, '/reset/link?token=%00', '/@fs/etc'],
  ]) {
    const reply = await each.ask(path);
    const to = reply.headers().location;
    if (to) expect(new URL(to, origin()).origin, path).toBe(origin());
  }
  const headers = { origin: origin() };
  const long = { method: 'POST', headers, form: { x: 'x'.repeat(300_000) } };
  expect((await each.ask('/sign-in', long)).status()).toBe(413);
  const many = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`x-${index}`, 'x']));
  expect((await each.ask('/sign-in', { headers: many })).status()).toBe(431);
  expect(each.faults).toEqual([]);
});

test('what is the same for everybody may be kept, and has every header besides', async ({
  visit,
}) => {
  const { page, context } = await visit();
  await page.goto('/sign-in');
  const files = await page
    .locator('script[src], link[rel=stylesheet], link[rel=icon]')
    .evaluateAll((all) =>
      all.map((one) => one.getAttribute('src') ?? one.getAttribute('href') ?? ''),
    );
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const reply = await context.request.get(file);
    expect(reply.status(), file).toBe(200);
    expect(faultsOf(reply.headers(), { kept: true }), file).toEqual([]);
    expect(reply.headers()['set-cookie'], file).toBeUndefined();
  }
});

test('a form sent without JavaScript sets its cookie as every cookie is set', async ({ visit }) => {
  const { page, context } = await visit({ javaScript: false });
  await page.goto('/sign-in');
  const fields = await page
    .getByRole('form', { name: 'Language' })
    .evaluate(
      (form: HTMLFormElement) => Object.fromEntries(new FormData(form)) as Record<string, string>,
    );
  const each = new Crawl(context.request);
  const posted = {
    method: 'POST',
    headers: { origin: origin() },
    multipart: { ...fields, language: 'fr' },
  };
  const reply = await each.ask('/sign-in', posted);
  expect(reply.headers()['set-cookie']).toMatch(/^bulkhead\.language=fr;/m);
  expect(each.faults).toEqual([]);
  const stolen = { ...fields, 'form-token': `form.${'A'.repeat(43)}.${'A'.repeat(43)}` };
  const forged = await each.ask('/sign-in', { ...posted, multipart: stolen });
  expect(forged.status()).toBe(403);
});

test('of two answers with the same forms, no token is in both', async ({ visit }) => {
  const { request } = (await visit()).context;
  const told = async () => tokenIn(await (await request.get('/sign-in')).text());
  expect(await told()).not.toBe(await told());
});
