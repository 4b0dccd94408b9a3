/** Plots as SVG in a page: drawn here, so that the page needs no script and loads nothing. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Plotted } from './report.ts';

const WIDTH = 680;
const CURVES_HEIGHT = 320;
const BAR_HEIGHT = 26;
/** Pixels of a letter in the names of bars, about. */
const LETTER_WIDTH = 7;
/** Pixels for the names of bars at most: more would leave the bars no room. */
const NAME_WIDTH_MAX = 240;

/** @param title what the picture is called to those who don't see it; its numbers stand in the table beside it */
export function draw(plotted: Plotted, title: string): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ document, width: WIDTH, ...(plotted.kind === 'curves' ? curves(plotted) : bars(plotted)) });
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${title}. The table beside it has its numbers.`);
  // rules of style inside would be refused where pages may have none; the page has its own
  for (const style of svg.querySelectorAll('style')) style.remove();
  // a picture is one thing to whoever does not see it: its parts have no names of their own
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return svg.outerHTML;
}

function curves({ x, y, curves: all, diagonal = false }: Extract<Plotted, { kind: 'curves' }>): Plot.PlotOptions {
  const points = all.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  return {
    height: CURVES_HEIGHT,
    x: { label: x.label, type: x.log ? 'log' : 'linear', grid: true, ...(x.log && { tickFormat: '~g' }) },
    y: { label: y.label, grid: true, ...(y.share && { domain: [0, 1] }) },
    marks: [
      ...(diagonal
        ? [
            Plot.line(
              [
                [0, 0],
                [1, 1],
              ],
              { stroke: 'currentColor', strokeDasharray: '4 4' },
            ),
          ]
        : []),
      Plot.line(points, { x: 'x', y: 'y', z: 'name', stroke: 'currentColor', strokeWidth: 2 }),
      Plot.dot(points, { x: 'x', y: 'y', symbol: 'name', fill: 'currentColor', r: 4 }),
      // named at their ends, so that no colour has to be told from another
      ...(all.length > 1
        ? [
            Plot.text(
              points,
              Plot.selectLast({ x: 'x', y: 'y', z: 'name', text: 'name', dx: 8, textAnchor: 'start' as const }),
            ),
          ]
        : []),
    ],
    marginRight: all.length > 1 ? 110 : 20,
  };
}

function bars({ x, bars: all, goal }: Extract<Plotted, { kind: 'bars' }>): Plot.PlotOptions {
  const longest = Math.max(...all.map(({ name }) => name.length), 0);
  const spans = all.flatMap(({ name, low, high }) =>
    low === undefined || high === undefined ? [] : [{ name, low, high }],
  );
  return {
    height: 50 + BAR_HEIGHT * all.length,
    marginLeft: Math.min(NAME_WIDTH_MAX, 20 + longest * LETTER_WIDTH),
    x: {
      label: x.label,
      grid: true,
      ...(all.every(({ value, high = value }) => Math.max(value, high) <= 1) && { domain: [0, 1] }),
    },
    y: { label: null, domain: all.map(({ name }) => name) },
    marks: [
      Plot.barX(all, { x: 'value', y: 'name', fill: 'currentColor', fillOpacity: 0.35, insetTop: 3, insetBottom: 3 }),
      Plot.ruleY(spans, { x1: 'low', x2: 'high', y: 'name', stroke: 'currentColor', strokeWidth: 2 }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
      ...(goal === undefined ? [] : [Plot.ruleX([goal.value], { stroke: 'currentColor', strokeDasharray: '4 4' })]),
    ],
  };
}
