/** Whether a score, read as log-odds, says how likely it is that an account-day is an offender's. */

export interface Scored {
  score: number;
  offends: boolean;
}

/** log-odds = slope x score + intercept */
export interface Line {
  slope: number;
  intercept: number;
}

export interface Bin {
  /** scores from, and up to */
  from: number;
  to: number;
  days: number;
  predicted: number;
  observed: number;
}

const STEPS = 50;
/** Keeps Newton's steps from running away where the two are wholly apart. */
const PULL = 1e-3;

/** The line that makes probabilities of scores (Platt): a logistic regression on the score alone. */
export function fitLine(days: readonly Scored[]): Line {
  let slope = 1;
  let intercept = -5;
  for (let step = 0; step < STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [-PULL * intercept, -PULL * (slope - 1), PULL, 0, PULL];
    for (const { score, offends } of days) {
      const p = probability({ slope, intercept }, score);
      const error = Number(offends) - p;
      const w = p * (1 - p);
      g0 += error;
      g1 += error * score;
      h00 += w;
      h01 += w * score;
      h11 += w * score * score;
    }
    const determinant = h00 * h11 - h01 * h01;
    const d0 = (h11 * g0 - h01 * g1) / determinant;
    const d1 = (h00 * g1 - h01 * g0) / determinant;
    intercept += Math.max(-2, Math.min(2, d0));
    slope += Math.max(-0.5, Math.min(0.5, d1));
    if (Math.abs(d0) + Math.abs(d1) < 1e-6) break;
  }
  return { slope, intercept };
}

export const probability = ({ slope, intercept }: Line, score: number): number =>
  1 / (1 + Math.exp(-(slope * score + intercept)));

/** In bins of so many points: what the line says, and what is true. */
export function reliability(days: readonly Scored[], line: Line, width: number): readonly Bin[] {
  const bins = new Map<number, { days: number; predicted: number; offending: number }>();
  for (const { score, offends } of days) {
    const number = Math.floor(score / width);
    const bin = bins.get(number) ?? { days: 0, predicted: 0, offending: 0 };
    bin.days++;
    bin.predicted += probability(line, score);
    bin.offending += Number(offends);
    bins.set(number, bin);
  }
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([number, { days: n, predicted, offending }]) => ({
      from: number * width,
      to: (number + 1) * width,
      days: n,
      predicted: predicted / n,
      observed: offending / n,
    }));
}
