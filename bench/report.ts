import { type Figure, holds } from './figure.ts';

const columns = ['figure', 'value', 'beside', 'ratio', 'bound', ''] as const;

/** The figures as a Markdown table, as docs/benchmarks.md shows them. */
export function inTable(figures: Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${number(figure.value)} ${figure.unit}`,
    figure.beside ? `${figure.beside.what}: ${number(figure.beside.value)}` : '',
    figure.beside ? number(figure.judged) : '',
    inWords(figure),
    holds(figure) ? 'yes' : 'NO',
  ]);
  return `${[columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

function inWords({ bound }: Figure): string {
  if (!bound) return '';
  const least = bound.least === undefined ? [] : [`at least ${number(bound.least)}`];
  const most = bound.most === undefined ? [] : [`at most ${number(bound.most)}`];
  return `${bound.kind}: ${[...least, ...most].join(', ')}`;
}

function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
}
