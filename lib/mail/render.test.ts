import { describe, expect, test } from 'vitest';
import { languages } from '../words/languages.ts';
import { renderMail } from './render.ts';

const facts = { at: 'today', address: '203.0.113.9', place: 'France', device: 'Firefox on Linux' };

describe.each(languages)('mail in %s', (language) => {
  test('a link with a token stands in the body and never in the subject', () => {
    const link = 'https://panel.example/reset/link?token=abc&x=1';
    const { subject, text, html } = renderMail('reset-link', language, { link, minutes: 30 });
    expect(subject).not.toContain('token');
    expect(text).toContain(link);
    expect(html).toContain('href="https://panel.example/reset/link?token=abc&amp;x=1"');
  });

  test('what others wrote cannot become markup', () => {
    const reason = '<script>alert(1)</script>\n"quoted" & <b>bold</b>';
    const { text, html } = renderMail('forced-reset', language, {
      reason,
      link: 'https://x.example/',
    });
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;');
    expect(text).toContain('> <script>');
  });

  test('a mailed code stands in the body and never in the subject, which a locked telephone shows', () => {
    const code = { code: '12345678', minutes: 10, ...facts, link: 'https://x.example/' };
    const { subject, text, html } = renderMail('mailed-code', language, code);
    expect(subject).not.toMatch(/\d/);
    expect(text).toMatch(/^12345678$/m);
    expect(html).toContain('<p>12345678</p>');
    for (const fact of Object.values(facts)) expect(text).toContain(fact);
  });

  test('a notice says when, from where and with what', () => {
    const { text } = renderMail('new-sign-in', language, { ...facts, link: 'https://x.example/' });
    for (const fact of Object.values(facts)) expect(text).toContain(fact);
  });
});
