import { describe, expect, test } from 'vitest';
import { frameResetMail } from '../mail/frame-reset-mail.ts';
import { quoteLines } from '../mail/quote-lines.ts';
import { renderMail } from '../mail/render.ts';
import { languages } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import { type MessageField, readMessage, wordsOf } from './message.ts';
import { subjectMax, textMax } from './message-bounds.ts';

const good: Record<MessageField, string> = {
  'subject-en': 'A new password is needed',
  'text-en': 'A list was found.\nYours is on it.',
  'subject-fr': 'Un nouveau mot de passe',
  'text-fr': 'Une liste a été trouvée : la vôtre y figure…',
};
const read = (odd: Partial<Record<MessageField, string>> = {}) =>
  readMessage((field) => odd[field] ?? good[field]);

describe('the message of a reset', () => {
  test('is taken as it was written, in each language', () => {
    expect(read().faults).toEqual({});
    expect(read().message.fr).toEqual({ subject: good['subject-fr'], text: good['text-fr'] });
  });

  test.each(languages)('what is offered in %s can be sent as it is', (language) => {
    const { mail, mailing } = loadWords(language);
    const offered = {
      [`subject-${language}`]: mail['forced-reset'].subject,
      [`text-${language}`]: mailing.usual,
    };
    expect(read(offered).faults).toEqual({});
  });

  test('left empty in one language, it is wrong there and nowhere else', () => {
    expect(read({ 'text-fr': ' \n\t ' }).faults).toEqual({ 'text-fr': { fault: 'empty' } });
    expect(read({ 'subject-en': '' }).faults).toEqual({ 'subject-en': { fault: 'empty' } });
  });

  test('it is bounded, and whatever else was typed is kept', () => {
    const long = { 'subject-fr': 'é'.repeat(subjectMax + 1), 'text-en': 'a'.repeat(textMax + 1) };
    const { faults, message } = read(long);
    expect(faults).toEqual({ 'subject-fr': { fault: 'long' }, 'text-en': { fault: 'long' } });
    expect(message.fr.text).toBe(good['text-fr']);
    expect(read({ 'text-en': 'a'.repeat(textMax) }).faults).toEqual({});
  });

  test.each([
    'A\r\nBcc: eve@evil.example',
    'A\nB',
    'A\u2028B',
    'A\0B',
    'A\u202eB',
    'A\u200bB',
    'A\u00adB',
  ])('no subject has a second line or an unseen character: %j', (subject) => {
    expect(read({ 'subject-en': subject }).faults).toEqual({ 'subject-en': { fault: 'hidden' } });
  });

  test.each([
    'Go to https://evil.example/login now',
    'Go to evil.example now',
    'Go to EVIL.EXAMPLE/login',
    'Go to (www.evil) now',
    'Go to evil．example now',
    'Go to evil。example now',
    'Go to пример.рф now',
    'Write to help@evil',
    'javascript:alert(1)',
    '[here](//evil.example)',
    '<a href="//evil.example">here</a>',
    'ftp://evil',
  ])('nothing that mail programs make a link of: %s', (text) => {
    expect(read({ 'text-fr': text }).faults).toMatchObject({ 'text-fr': { fault: 'link' } });
    expect(read({ 'subject-fr': text }).faults).toMatchObject({ 'subject-fr': { fault: 'link' } });
  });

  test('a link broken up by characters that cannot be seen is refused for these', () => {
    for (const unseen of ['\u200b', '\u2060', '\u200d', '\ufeff', '\u0001']) {
      const { faults } = read({ 'text-en': `Go to evil${unseen}.${unseen}example` });
      expect(faults['text-en']).toEqual({ fault: 'hidden' });
    }
  });

  test.each([
    'Wait… then sign in. Thank you, e.g. now (12.5 % of you), at 14:30!',
    'Nous l’avons vu le 25.11.2026 : « rien » n’a été pris ; merci.',
  ])('ordinary sentences are no links: %s', (text) => {
    expect(read({ 'text-en': text }).faults).toEqual({});
  });

  test('markup is words: it is mailed as it was typed, and never as markup', () => {
    const { message, faults } = read({ 'text-en': '<b>Now</b> & <script>x</script>' });
    expect(faults).toEqual({});
    const words = wordsOf({ message, reason: '' }, 'en');
    const { html, text } = renderMail('forced-reset', 'en', { ...words, link: 'https://x/' });
    expect(html).not.toMatch(/<b>|<script/);
    expect(text).toContain('> <b>Now</b> & <script>x</script>');
  });

  test('half a character is made whole, and lines are ended alike', () => {
    const { message } = read({ 'text-en': 'a\r\nb\rc\ud800' });
    expect(message.en.text).toBe('a\nb\nc\ufffd');
  });
});

describe.each(languages)('the preview in %s', (language) => {
  const link = 'https://panel.example/forgotten-password';

  test.each(['One line.', 'Two\nlines', '$& $1 \\n {link}', 'a\n\n> b'])(
    'is the mail, character by character: %j',
    (text) => {
      const { before, after } = frameResetMail(language, link);
      const mail = renderMail('forced-reset', language, { subject: 'S', reason: text, link });
      expect(before + quoteLines(text) + after).toBe(mail.text);
      expect(mail.subject).toBe('S');
    },
  );
});

test('a reset without a message of its own says its reason in every language', () => {
  for (const language of languages) {
    expect(wordsOf({ message: null, reason: 'Lost laptop.' }, language)).toEqual({
      reason: 'Lost laptop.',
    });
  }
});
