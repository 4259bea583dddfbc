import { createTranslator } from 'use-intl/core';
import type { Language } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import { heldLines, noticeText } from './notice-text.ts';
import { quoteLines } from './quote-lines.ts';
import type {
  AlertValues,
  NoticeName,
  NoticeValues,
  TemplateName,
  TemplateValues,
} from './templates.ts';

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** A part of a mail: words, words somebody else wrote, or a link with a name. */
type Part = { words: string } | { quote: string } | { link: string; name: string };

/**
 * Writes a mail in one language, as text and as HTML that says the same.
 *
 * @param values a link with a token is secret: it is put into the body and never into the subject.
 */
export function renderMail<T extends TemplateName>(
  template: T,
  language: Language,
  values: TemplateValues[T],
): RenderedMail {
  const t = createTranslator({ locale: language, messages: loadWords(language).mail });
  const parts = [{ words: t('greeting') }, ...compose(template, values, t, language)];
  const own = 'subject' in values ? values.subject : undefined;
  const subject = own ?? t(`${template as TemplateName}.subject`);
  return {
    subject,
    text: `${[...parts.map(asText), `-- \n${t('signature')}`].join('\n\n')}\n`,
    html: page(language, subject, [...parts.map(asHtml), `<p>${escapeHtml(t('signature'))}</p>`]),
  };
}

type Translate = ReturnType<typeof createTranslator<ReturnType<typeof loadWords>['mail']>>;

function compose(
  template: TemplateName,
  values: TemplateValues[TemplateName],
  t: Translate,
  language: Language,
): Part[] {
  switch (template) {
    case 'reset-link': {
      const { link, minutes } = values as TemplateValues['reset-link'];
      const words = t('reset-link.text', { minutes });
      return [{ words }, { link, name: t('reset-link.button') }, { words: t('ignore') }];
    }
    case 'authenticator-disabled':
    case 'account-disowned': {
      const { link, minutes } = values as TemplateValues[typeof template];
      return [
        { words: t(`${template}.text`) },
        { words: t(`${template}.what`, { minutes }) },
        { link, name: t(`${template}.button`) },
      ];
    }
    case 'invitation': {
      const { link, hours } = values as TemplateValues['invitation'];
      return [{ words: t('invitation.text', { hours }) }, { link, name: t('invitation.button') }];
    }
    case 'member-known':
    case 'email-known':
    case 'email-restored':
      return [{ words: t(`${template}.text`) }, { words: t(`${template}.what`) }];
    case 'email-old':
    case 'email-new': {
      const { link, email, hours } = values as TemplateValues[typeof template];
      return [
        { words: t(`${template}.text`, { email, hours }) },
        { link, name: t(`${template}.button`) },
        { words: t(`${template}.what`, { hours }) },
      ];
    }
    case 'email-left': {
      const { disown, email, days } = values as TemplateValues['email-left'];
      const text = { words: t('email-left.text', { email }) };
      if (!disown) return [text];
      return [
        text,
        { words: t('email-left.what', { days }) },
        { link: disown, name: t('email-left.button') },
      ];
    }
    case 'mailed-code': {
      const { code, minutes, ...asked } = values as TemplateValues['mailed-code'];
      const [text, facts, notYou] = notice(template, asked, t, language) as [Part, Part, Part];
      const what = { words: t('mailed-code.what', { minutes }) };
      return [text, { words: code }, what, facts, { words: t('mailed-code.safe') }, notYou];
    }
    case 'forced-reset': {
      const { reason, link } = values as TemplateValues['forced-reset'];
      const what = { words: t('forced-reset.what') };
      return [
        { words: t('forced-reset.text') },
        { quote: reason },
        what,
        { link, name: t('forced-reset.button') },
      ];
    }
    case 'second-factor-missing': {
      const { link } = values as AlertValues;
      return [
        { words: t('second-factor-missing.text') },
        { link, name: t('second-factor-missing.button') },
      ];
    }
    case 'notices-held-back': {
      const { detail = {}, link } = values as AlertValues;
      return [
        { words: t('notices-held-back.text') },
        { words: heldLines(language, detail).join('\n') },
        { words: t('notYou', { link }) },
      ];
    }
    default:
      return alert(template, values as AlertValues, t, language);
  }
}

function alert(
  template: NoticeName,
  { disown, ...values }: AlertValues,
  t: Translate,
  language: Language,
): Part[] {
  const parts = notice(template, values, t, language);
  if (!disown) return parts;
  const words = t('disown.text');
  return [...parts.slice(0, 2), { words }, { link: disown, name: t('disown.button') }];
}

function notice(
  template: NoticeName | 'mailed-code',
  { at, address, place, device, link, detail }: NoticeValues & Pick<AlertValues, 'detail'>,
  t: Translate,
  language: Language,
): Part[] {
  if (!address) {
    return [{ words: noticeText(template, language, detail) }, { words: t('when', { at }) }];
  }
  const facts = [t('when', { at }), t('where', { address, place }), t('with', { device })];
  return [
    { words: noticeText(template, language, detail) },
    { words: facts.join('\n') },
    { words: t('notYou', { link }) },
  ];
}

function asText(part: Part): string {
  if ('link' in part) return `${part.name}\n${part.link}`;
  return 'quote' in part ? quoteLines(part.quote) : part.words;
}

function asHtml(part: Part): string {
  if ('link' in part) {
    return `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.name)}</a><br><small>${escapeHtml(part.link)}</small></p>`;
  }
  const lines = (text: string) => escapeHtml(text).replace(/\r?\n/g, '<br>');
  return 'quote' in part
    ? `<blockquote style="margin:0;padding-left:1em;border-left:3px solid #888">${lines(part.quote)}</blockquote>`
    : `<p>${lines(part.words)}</p>`;
}

function page(language: Language, title: string, body: string[]): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:1.5em auto;padding:0 1em">
${body.join('\n')}
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
}
