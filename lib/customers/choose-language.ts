import 'server-only';
import { ask } from '../auth/client.ts';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import type { Language } from '../words/languages.ts';
import { changeSetting } from './change-setting.ts';

/**
 * The language a customer is written to in, by the panel and by the auth service, which mails links
 * itself. A choice of comfort: where it cannot be kept now, the next one will be.
 */
export async function chooseLanguage(
  customerId: string,
  language: Language,
  source: RequestSource,
): Promise<void> {
  await changeSetting(database(), { customerId, setting: 'language', source }, { language });
  await ask('set-language', { subject: customerId, language });
}
