/** A report as data: what a page and a terminal show of it. */

/** One series of points, drawn as a line with dots. */
export interface Curve {
  name: string;
  points: readonly { x: number; y: number }[];
}

export type Plotted =
  | {
      kind: 'curves';
      x: { label: string; log: boolean };
      y: { label: string; share: boolean };
      curves: readonly Curve[];
      /** a straight line from corner to corner: what a perfect result would be */
      diagonal?: boolean;
    }
  | {
      kind: 'bars';
      x: { label: string };
      /** with the ends of their intervals, where they have any */
      bars: readonly { name: string; value: number; low?: number; high?: number }[];
      /** a value to be reached */
      goal?: { value: number; label: string };
    };

/** A table, and the picture of it where there is one: every plot stands beside its numbers. */
export interface Section {
  title: string;
  /** what is to be seen, and what is not, a paragraph each */
  about: readonly string[];
  plot?: Plotted;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface Report {
  title: string;
  /** said first and above everything: what the data is */
  banner: string;
  summary: readonly string[];
  /** what it was measured with and on */
  facts: readonly (readonly [name: string, value: string])[];
  sections: readonly Section[];
  /** what the figures don't show */
  limits: readonly string[];
}

/** Bars that are drawn at most: a picture of more is no picture. The table has all of them. */
const BARS_MAX = 25;
type Bar = Extract<Plotted, { kind: 'bars' }>['bars'][number];

/** A plot of the first bars; none of nothing. @param label what their length is */
export const barsOf = (label: string, bars: readonly Bar[]): Pick<Section, 'plot'> =>
  bars.length === 0
    ? {}
    : {
        plot: {
          kind: 'bars',
          x: { label: bars.length > BARS_MAX ? `${label} (the first ${BARS_MAX} of ${bars.length})` : label },
          bars: bars.slice(0, BARS_MAX),
        },
      };

/** The same of counts by name. */
export const countBars = (unit: string, of: Readonly<Record<string, number>>): Pick<Section, 'plot'> =>
  barsOf(
    unit,
    Object.entries(of).map(([name, value]) => ({ name, value })),
  );
