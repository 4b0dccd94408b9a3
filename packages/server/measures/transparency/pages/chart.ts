/** A statistic's months as bars, each with its number; a month that is withheld says so instead. */
import * as Plot from '@observablehq/plot';
import { asPicture, type ChartWords, emptyDocument } from '../../../ground/charts/index.ts';

const WIDTH = 720;
const HEIGHT = 320;
/** More months than this have their names set on end. */
const LEVEL_MAX = 8;

export interface MonthBar {
  month: string;
  /** null: withheld */
  n: number | null;
  /** the number, or that it is withheld */
  text: string;
}

export function drawMonths(bars: readonly MonthBar[], { title, caveats }: ChartWords): string {
  const known = bars.flatMap(({ n, ...bar }) => (n === null ? [] : [{ ...bar, n }]));
  const withheld = bars.filter(({ n }) => n === null);
  const onEnd = bars.length > LEVEL_MAX;
  const plot = Plot.plot({
    ...{ document: emptyDocument(), width: WIDTH, height: HEIGHT, marginLeft: 60, marginTop: 30 },
    marginBottom: onEnd ? 110 : 40,
    x: { type: 'band', domain: bars.map(({ month }) => month), label: null, ...(onEnd && { tickRotate: -60 }) },
    y: { zero: true, grid: true, label: null, nice: true, ...(known.every(({ n }) => n === 0) && { domain: [0, 1] }) },
    marks: [
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.barY(known, { x: 'month', y: 'n', fill: 'currentColor', className: 'dot' }),
      Plot.text(known, { x: 'month', y: 'n', text: 'text', dy: -10, fontWeight: 'bold' }),
      Plot.text(withheld, { x: 'month', y: 0, text: 'text', dy: -10, fontSize: 11, rotate: onEnd ? -60 : 0 }),
    ],
  });
  return asPicture(plot, { title, caveats });
}
