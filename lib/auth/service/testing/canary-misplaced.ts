import { randomBytes, randomUUID } from 'node:crypto';
import { canaryWord } from '../../../testing/canaries.ts';
import { bodyMaxBytes, callerHeader, requestIdHeader, timeHeader } from '../../contract.ts';
import { home, people } from './canary-flows.ts';
import type { CanaryRun } from './canary-run.ts';

/** Secrets where they have no business: other fields, addresses, headers, and bodies that are no question. */
export async function askWithSecretsInWrongPlaces(run: CanaryRun): Promise<void> {
  const secret = (where: string) => run.canaries.add(`a secret in ${where}`, canaryWord());
  const token = (where: string) =>
    run.canaries.add(`a token in ${where}`, randomBytes(32).toString('base64url'));
  const at = (verb: string) => `/v1/${verb}`;
  const source = home;
  const questions: [verb: string, body: unknown][] = [
    ['verify-password', { email: secret('the email'), password: secret('password'), source }],
    ['verify-password', { email: `${secret('the email')}@example.com`, password: 'x', source }],
    ['verify-password', { email: 'a@example.com', password: { [secret('a field')]: 1 }, source }],
    [
      'verify-password',
      { email: 'a@example.com', password: `\ud800${secret('half a letter')}`, source },
    ],
    [
      'verify-password',
      { email: 'a@example.com', password: 'x', source: { address: secret('the address') } },
    ],
    [
      'verify-second-factor',
      { challenge: secret('the challenge'), method: 'totp', code: '1', source },
    ],
    [
      'verify-second-factor',
      { challenge: token('no challenge'), method: secret('the method'), code: '1', source },
    ],
    ['redeem-grant', { grant: token('no grant'), purpose: secret('the purpose') }],
    ['redeem-grant', { grant: token('no grant'), purpose: 'sign-in' }],
    ['inspect-link', { token: token('no link'), source }],
    ['set-language', { subject: people.customer.id, language: secret('the language') }],
    [
      'change-password',
      { subject: secret('the subject'), current: secret('current'), next: 'x', source },
    ],
    [
      'change-password',
      {
        subject: people.customer.id,
        current: secret('current'),
        next: secret('next').repeat(40),
        source,
      },
    ],
    [
      'describe-factors',
      { subject: people.customer.id, [secret('a field too many')]: secret('its value') },
    ],
    [
      'invite',
      { subject: randomUUID(), email: secret('the email'), language: 'en', staff: people.staff.id },
    ],
    ['describe-passwords', { [secret('a field too many')]: true }],
  ];
  for (const [verb, body] of questions)
    await run.send({ path: at(verb), body: JSON.stringify(body) });
  for (const body of [
    secret('a body that is no JSON'),
    `{"password":"${secret('half a body')}`,
    JSON.stringify([secret('a list')]),
    JSON.stringify(secret('a text')),
    JSON.stringify({ password: secret('a body too long').repeat(bodyMaxBytes / 26 + 1) }),
  ]) {
    await run.send({ path: at('verify-password'), body });
  }
  for (const path of [
    at(secret('the verb')),
    `${at('verify-password')}?password=${secret('the query')}`,
    `/${secret('the path')}`,
    `/health?${secret('the query of health')}`,
  ]) {
    await run.send({ path, body: '{}' });
    await run.send({ path, method: 'GET' });
    await fetch(run.service.watchUrl + path).then((answer) => answer.text());
  }
  const body = JSON.stringify({ subject: people.customer.id });
  const headers: Record<string, string>[] = [
    { [requestIdHeader]: token('the id of the request') },
    { [requestIdHeader]: secret('the id of the request') },
    { [requestIdHeader]: run.canaries.add('a code in the id of the request', '735194') },
    { [callerHeader]: secret('the name of the caller') },
    { authorization: `Bearer ${secret('the key')}` },
    { authorization: secret('authorization') },
    { 'content-type': secret('the type') },
    { [timeHeader]: secret('the time') },
    { 'x-other': secret('another header'), cookie: secret('a cookie') },
    { 'x-long': secret('headers too long').repeat(400) },
    { [requestIdHeader]: token('an id, with a wrong key'), authorization: 'Bearer wrong' },
  ];
  for (const wrong of headers)
    await run.send({ path: at('describe-factors'), headers: wrong, body });
  await run.send({ path: at('describe-factors'), method: 'BREW' as never, body });
}
