/** A place's years, as a line that breaks where there is no figure. */
import * as Plot from '@observablehq/plot';
import { asPicture, type ChartWords, emptyDocument } from '../../../ground/charts/index.ts';
import type { Language } from '../../../ground/pages/index.ts';
import { yearText } from '../../period.ts';
import type { Offence } from '../../rows.ts';
import type { Series } from '../../series.ts';
import { numberIn } from '../said.ts';

const WIDTH = 720;
const HEIGHT = 400;
/** How wide what stands at a year without a figure may be, before it goes on in the next line. */
const NONE_EM = 6;
/** Below this the axis has whole numbers alone: nobody records half an offence. */
const NUMBERS_FEW = 5;

/** Places a place's years along a line that breaks where there is no figure. */
export function drawSeries<O extends Offence>(
  { years }: Series<O>,
  { title, caveats, none }: ChartWords,
  language: Language,
): string {
  const points = years.map(({ start, row }) => ({ year: yearText(start), offences: row?.offences ?? null }));
  const known = points.filter((point) => point.offences !== null);
  const missing = points.filter((point) => point.offences === null).map(({ year }) => ({ year, none }));
  const highest = Math.max(0, ...known.map((point) => point.offences ?? 0));
  const plot = Plot.plot({
    ...{ document: emptyDocument(), width: WIDTH, height: HEIGHT, marginLeft: 60, marginTop: 30, marginBottom: 40 },
    x: { type: 'point', domain: points.map(({ year }) => year), label: null },
    y: {
      zero: true,
      grid: true,
      label: null,
      nice: true,
      tickFormat: (n: number) => numberIn(n, language),
      ...(highest < NUMBERS_FEW && { domain: [0, NUMBERS_FEW], ticks: NUMBERS_FEW }),
    },
    marks: [
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.line(points, { x: 'year', y: (p) => p.offences ?? Number.NaN, strokeWidth: 3, className: 'line' }),
      Plot.dot(known, { x: 'year', y: 'offences', r: 5, fill: 'currentColor', className: 'dot' }),
      // said in numbers too: nobody has to read a height, or tell colours apart
      Plot.text(known, {
        x: 'year',
        y: 'offences',
        text: (p) => numberIn(p.offences ?? 0, language),
        dy: -14,
        fontWeight: 'bold',
        className: 'number',
      }),
      Plot.text(missing, {
        x: 'year',
        y: 0,
        text: 'none',
        dy: -6,
        fontSize: 11,
        lineAnchor: 'bottom',
        lineWidth: NONE_EM,
      }),
    ],
  });
  return asPicture(plot, { title, caveats });
}
