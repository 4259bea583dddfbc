import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');
// Next's own, which are answered for what is not there.
const inner = ['/_global-error', '/_not-found', '/icon.svg'];

/** Every page and route there is in `app/`, as its folders name it. */
export function routesInApp(): string[] {
  return globSync('**/{page.tsx,route.ts}', { cwd: path.join(root, 'app') })
    .map((file) => routeAt(file))
    .sort();
}

function routeAt(file: string): string {
  return `/${path.dirname(file)}`.replaceAll(/\/(\.|\([^)]+\))(?=\/|$)/g, '') || '/';
}

/** Those of them that are pages, and not routes that only answer: all, or those below a folder of `app/`. */
export function pagesInApp(folder = ''): string[] {
  const pages = globSync(path.join(folder, '**/page.tsx'), { cwd: path.join(root, 'app') });
  return pages.map((file) => routeAt(file)).sort();
}

/** Of which page an address is; what is no page's is nobody's: `/_not-found`. */
export function routeOf(url: string): string {
  const { pathname } = new URL(url);
  const pages = pagesInApp();
  const filledIn = (route: string) =>
    new RegExp(`^${route.replaceAll(/\[[^\]]+\]/g, '[0-9a-f-]{36}')}$`).test(pathname);
  return pages.find((route) => route === pathname) ?? pages.find(filledIn) ?? '/_not-found';
}

/** The same as the build knows it. */
export function routesBuilt(): string[] {
  const file = path.join(root, '.next/app-path-routes-manifest.json');
  const built: string[] = Object.values(JSON.parse(readFileSync(file, 'utf8')));
  return built.filter((route) => !inner.includes(route)).sort();
}

const nobody = '00000000-0000-4000-8000-000000000000';

/** A route with something in the place of each of its variables: nothing that is there. */
export function filled(route: string): string {
  return route.replaceAll(/\[\.\.\.\w+\]/g, 'csrf').replaceAll(/\[\w+\]/g, nobody);
}

/** The first path of a route that the page at hand links to. */
export async function linked(page: Page, route: string): Promise<string> {
  const [path] = linkedFrom(await page.content(), [route]);
  if (!path) throw new Error(`no link to ${route} on ${page.url()}`);
  return path;
}

/** Paths of the panel that a page links to and that are one of the routes, with its variables filled. */
export function linkedFrom(html: string, routes: string[]): string[] {
  const variable = routes
    .filter((route) => route.includes('['))
    .map((route) => new RegExp(`^${route.replaceAll(/\[[^\]]+\]/g, '[0-9a-f-]{36}')}$`));
  const paths = [...html.matchAll(/href="(\/[^"?#]*)/g)].map(([, one = '']) => one);
  return [...new Set(paths)].filter((one) => variable.some((pattern) => pattern.test(one)));
}
