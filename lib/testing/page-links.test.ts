import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { PageLinks } from '../../components/page-links.tsx';

const draw = (...children: (string | null)[]) =>
  renderToStaticMarkup(createElement(PageLinks, { label: 'Pages', children }));

test('a list that has no other page has no landmark that leads nowhere', () => {
  expect(draw(null, null)).toBe('');
  expect(draw(null, 'Older')).toContain('<nav aria-label="Pages"');
});
