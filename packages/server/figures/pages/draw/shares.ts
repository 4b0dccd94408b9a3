/** Platforms as bars, each with its share in numbers. */
import * as Plot from '@observablehq/plot';
import { asPicture, type ChartWords, emptyDocument } from '../../../ground/charts/index.ts';

const WIDTH = 720;
/** Units a bar, and above and below all. */
const BAR = 40;
const AROUND = 40;
const BELOW = 20;
/** Room for a platform's name. */
const NAME = 240;

export interface Bar {
  platform: string;
  /** percent */
  share: number;
  /** of several platforms, which may have bars of their own: an empty bar */
  isTotal: boolean;
}

const BAR_OF = { x: 'share', y: 'line', insetTop: 3, insetBottom: 3 } as const;

/** @param percent how a share is written */
export function drawShares(bars: readonly Bar[], words: ChartWords, percent: (share: number) => string): string {
  // sources may say different things of the same platform: each has its own bar
  const lines = bars.map((bar, i) => ({ ...bar, line: String(i) }));
  const plot = Plot.plot({
    ...{
      document: emptyDocument(),
      width: WIDTH,
      height: BAR * bars.length + AROUND,
      marginLeft: NAME,
      marginRight: 60,
      marginBottom: BELOW,
    },
    x: { domain: [0, 100], axis: null },
    y: { domain: lines.map(({ line }) => line), axis: null },
    marks: [
      Plot.barX(
        lines.filter(({ isTotal }) => !isTotal),
        { ...BAR_OF, fill: 'currentColor', className: 'dot' },
      ),
      Plot.barX(
        lines.filter(({ isTotal }) => isTotal),
        { ...BAR_OF, fill: 'none', stroke: 'currentColor', strokeDasharray: '6 4' },
      ),
      Plot.text(lines, { x: 0, y: 'line', text: 'platform', textAnchor: 'end', dx: -10, fontSize: 14 }),
      Plot.text(lines, {
        x: 'share',
        y: 'line',
        text: (l) => percent(l.share),
        textAnchor: 'start',
        dx: 8,
        fontSize: 14,
        fontWeight: 'bold',
      }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
    ],
  });
  return asPicture(plot, words);
}
