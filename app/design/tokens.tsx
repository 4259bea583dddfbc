import { Icon, type IconName } from '../../components/ui/icon.tsx';
import { Section } from '../../components/ui/section.tsx';
import { InBothThemes } from './in-both-themes.tsx';

/** Inter in six sizes and three weights, and one for what is copied letter by letter. */
export function Type() {
  const sizes = [
    { look: 'text-2xl font-semibold tracking-tight', use: '2xl, semibold: a page’s title' },
    { look: 'text-xl font-semibold', use: 'xl, semibold: a figure' },
    { look: 'text-lg font-semibold', use: 'lg, semibold: a part’s title' },
    { look: 'text-base font-medium', use: 'base, medium: labels and buttons' },
    { look: 'text-base', use: 'base: all else' },
    { look: 'text-base text-quiet', use: 'base, quiet: what a page or part is for' },
    { look: 'text-sm', use: 'sm: tables, hints and what is wrong with a field' },
    { look: 'text-xs font-semibold', use: 'xs, semibold: a count in a badge' },
    { look: 'font-mono', use: 'mono: keys, codes and digests' },
  ];
  return (
    <Section
      title="Type"
      intro="Lines are at most 65 characters long. Digits below each other are equally wide."
    >
      <ul className="space-y-2">
        {sizes.map(({ look, use }) => (
          <li key={use} className={look}>
            {use}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What stands apart, and how far. */
export function Spacing() {
  const steps = [
    { look: 'w-1', use: '1: a title and what belongs to it' },
    { look: 'w-2', use: '2: an icon and its words' },
    { look: 'w-3', use: '3: buttons beside each other' },
    { look: 'w-4', use: '4: paragraphs, fields in a row, inside a card on a phone' },
    { look: 'w-5', use: '5: fields below each other' },
    { look: 'w-6', use: '6: parts of a page, inside a card' },
    { look: 'w-8', use: '8: above a page’s title' },
    { look: 'w-12', use: '12: below a page' },
  ];
  return (
    <Section
      title="Spacing"
      intro="Steps of four pixels. Halves of a step only inside a control. Corners are of four pixels."
    >
      <ul className="space-y-2">
        {steps.map(({ look, use }) => (
          <li key={use} className="flex items-center gap-3">
            <span className="flex w-12">
              <span className={`h-3 bg-accent ${look}`} />
            </span>
            {use}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Every colour there is, in both themes. */
export function Colours() {
  const colours = [
    { look: 'bg-page', use: 'page' },
    { look: 'bg-panel', use: 'panel: cards and controls' },
    { look: 'bg-sunk', use: 'sunk: what cannot be changed, under the pointer' },
    { look: 'bg-ink', use: 'ink: words' },
    { look: 'bg-quiet', use: 'quiet: words beside' },
    { look: 'bg-line', use: 'line: between rows and around cards' },
    { look: 'bg-control', use: 'control: around what can be typed in or pressed' },
    { look: 'bg-accent', use: 'accent: links, the primary button, focus' },
    { look: 'bg-accent-strong', use: 'accent-strong: these under the pointer' },
    { look: 'bg-info-tint', use: 'info-tint' },
    { look: 'bg-good', use: 'good: done' },
    { look: 'bg-good-tint', use: 'good-tint' },
    { look: 'bg-warn', use: 'warn: to be read first' },
    { look: 'bg-warn-tint', use: 'warn-tint' },
    { look: 'bg-bad', use: 'bad: refused, wrong, cannot be undone' },
    { look: 'bg-bad-strong', use: 'bad-strong: its button under the pointer' },
    { look: 'bg-bad-tint', use: 'bad-tint' },
  ];
  return (
    <Section
      title="Colours"
      intro="By what they mean. Words on their ground have a contrast of 4.5 and more, controls one of 3. None says anything alone: words or an icon say it too."
    >
      <InBothThemes>
        {(theme) => (
          <ul aria-label={theme} className="space-y-1 text-sm">
            {colours.map(({ look, use }) => (
              <li key={use} className="flex items-center gap-3">
                <span className={`h-6 w-12 shrink-0 rounded border border-line ${look}`} />
                {use}
              </li>
            ))}
          </ul>
        )}
      </InBothThemes>
    </Section>
  );
}

/** The icons there are, each with words that say the same. */
export function Icons() {
  const icons: { name: IconName; look: string; use: string }[] = [
    { name: 'info', look: 'text-accent', use: 'info' },
    { name: 'good', look: 'text-good', use: 'good' },
    { name: 'warn', look: 'text-warn', use: 'warn' },
    { name: 'bad', look: 'text-bad', use: 'bad' },
    { name: 'bell', look: 'text-ink', use: 'bell: notifications' },
  ];
  return (
    <Section
      title="Icons"
      intro="Of one set, Lucide. Only beside words, and only where a colour would otherwise be alone or a row is found by it."
    >
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        {icons.map(({ name, look, use }) => (
          <li key={name}>
            <span className={look}>
              <Icon name={name} />
            </span>{' '}
            {use}
          </li>
        ))}
      </ul>
    </Section>
  );
}
