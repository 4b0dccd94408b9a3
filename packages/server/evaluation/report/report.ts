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
