/** A measured figure, and the target it is held against where there is one. */
import type { WorldSize } from './world.ts';

export interface Asked {
  size: WorldSize;
  /** the small world that the large one is compared with */
  small: WorldSize;
  seconds: number;
  rounds: number;
  soak_min: number;
}

export interface Figure {
  what: string;
  value: number;
  unit: string;
  target?: { atLeast: number } | { atMost: number };
  holds?: boolean;
}

export type Say = (figure: Figure) => void;

export function figure(what: string, value: number, unit: string, target?: Figure['target']): Figure {
  if (target === undefined) return { what, value, unit };
  return { what, value, unit, target, holds: 'atLeast' in target ? value >= target.atLeast : value <= target.atMost };
}

const shown = (n: number): string => (n >= 1000 ? Math.round(n).toLocaleString('en-GB') : n.toPrecision(3));

export function print(f: Figure): string {
  const target =
    f.target === undefined
      ? ''
      : `  (target: ${'atLeast' in f.target ? `at least ${shown(f.target.atLeast)}` : `at most ${shown(f.target.atMost)}`}${f.holds ? '' : ', MISSED'})`;
  return `${f.what.padEnd(72)} ${shown(f.value).padStart(12)} ${f.unit}${target}`;
}
