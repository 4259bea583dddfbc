import type { APIRequestContext, APIResponse, Page } from '@playwright/test';
import { bulkhead } from './bulkhead.ts';

/** The token that this browser's forms carry, as any page shows it. */
async function formToken(request: APIRequestContext): Promise<string> {
  const shown = await request.get(`${bulkhead().url}/unavailable`);
  return tokenIn(await shown.text());
}

export function tokenIn(html: string): string {
  const token = /name="form-token"[^>]* value="(form\.[\w.-]+)"/.exec(html)?.[1];
  if (!token) throw new Error('a page without a form’s token');
  return token;
}

/** Posts a form as if it had been shown in this browser: with its origin and its token, whoever's it was. */
export async function postAs(
  { request }: Pick<Page, 'request'>,
  url: string,
  fields: Record<string, string> = {},
): Promise<APIResponse> {
  return request.post(url, {
    headers: { origin: bulkhead().url },
    multipart: { ...fields, 'form-token': await formToken(request) },
  });
}
