import type { Browser, Page } from '@playwright/test';
import { Authenticator } from '../support/authenticator.ts';
import { Newcomer } from './newcomer.ts';

const member = { name: 'Nia Newcomer', email: 'nia@example.com', password: 'seven quiet kettles' };

/**
 * Goes from what `npm start` printed to the security page with the first authenticator on it, by nothing but what the
 * terminal and the pages offer.
 *
 * @param said all that the terminal showed.
 * @param look what else is done where a form of the set-up, a QR code and the end of it are shown.
 * @returns who did it, with what it took, and the page where it ended.
 */
export async function rehearseFirstHour(
  browser: Browser,
  said: string,
  look: (page: Page) => Promise<void> = async () => undefined,
) {
  const newcomer = new Newcomer();
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await newcomer.follow(page, urlIn(said, /https?:\S+\/setup\/link\?\S+/), 'the set-up link');
  await look(page);
  await newcomer.type(page.getByLabel('Your name'), member.name);
  await newcomer.type(page.getByLabel('Your email address'), member.email);
  await newcomer.type(page.getByLabel('New password', { exact: true }), member.password);
  await newcomer.type(page.getByLabel('The new password once more'), member.password);
  await newcomer.press(button('Create the account'));

  await page.waitForURL(/\/sign-in/);
  await newcomer.type(page.getByLabel('Email'), member.email);
  await newcomer.type(page.getByLabel('Password'), member.password);
  await newcomer.press(button('Sign in'));
  await newcomer.press(page.getByRole('link', { name: 'Set up an authenticator' }));
  await newcomer.type(page.getByLabel('Current password'), member.password);
  await newcomer.press(button('Show the QR code'));
  await newcomer.scan(page.getByRole('img', { name: 'QR code for your authenticator app' }));
  await look(page);
  const key = page.getByRole('link', { name: 'Open in an app on this device' });
  const authenticator = Authenticator.fromUri((await key.getAttribute('href')) ?? '');
  await newcomer.type(page.getByLabel('Six-digit code'), await authenticator.code());
  await newcomer.press(button('Turn the authenticator on'));
  await newcomer.press(page.getByRole('link', { name: 'I have saved them' }));
  await page.getByRole('heading', { level: 1, name: 'Security' }).waitFor();
  await look(page);
  return { newcomer, page, context };
}

/** The first address of this shape that the terminal shows. */
export function urlIn(said: string, shape: RegExp): string {
  const [url] = shape.exec(said) ?? [];
  if (!url) throw new Error(`The terminal does not say where to go:\n${said}`);
  return url;
}
