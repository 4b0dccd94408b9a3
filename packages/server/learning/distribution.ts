/** What the kept scores of days say of everybody: each row stands for as many accounts as were as likely to be kept. */
import type { AgeBand } from '@kith/contract';
import type { ScoreDayRow } from '../ground/database/index.ts';

export type Scored = Pick<ScoreDayRow, 'account' | 'day' | 'age_band' | 'language' | 'country' | 'score' | 'share'>;

/** How many account-days the rows stand for. */
export const standFor = (rows: readonly Scored[]): number => rows.reduce((sum, { share }) => sum + 1 / share, 0);

/**
 * The score that all but so many account-days are below.
 * @param allowed how many account-days may reach it
 */
export function thresholdFor(rows: readonly Scored[], allowed: number): number | null {
  const falling = rows.toSorted((a, b) => b.score - a.score);
  let above = 0;
  for (const { score, share } of falling) {
    above += 1 / share;
    // as many as are allowed may reach it; the next must not
    if (above > allowed) return score;
  }
  return null;
}

const AGE_BANDS: readonly AgeBand[] = ['under13', '13to15', '16to17', 'adult', 'unknown'];
export const ageBandOf = (text: string): AgeBand => AGE_BANDS.find((band) => band === text) ?? 'unknown';

/** Upper edges of the bins in which two distributions are compared, log-odds; the last bin is open. */
const EDGES = [0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12];
/** An empty bin counts as so small a share: else one account in a new bin would be an alarm without end. */
const SHARE_LEAST = 1e-4;

/**
 * The population stability index of two sets of scores: 0 where they are spread alike. By custom below 0.1 is no change,
 * above 0.25 a large one.
 */
export function stabilityOf(reference: readonly Scored[], now: readonly Scored[]): number {
  const [before, after] = [sharesOf(reference), sharesOf(now)];
  return before.reduce((sum, p, i) => sum + ((after[i] ?? 0) - p) * Math.log((after[i] ?? 0) / p), 0);
}

function sharesOf(rows: readonly Scored[]): number[] {
  const bins = new Array<number>(EDGES.length + 1).fill(0);
  for (const { score, share } of rows) {
    const at = EDGES.findIndex((edge) => score <= edge);
    const bin = at < 0 ? EDGES.length : at;
    bins[bin] = (bins[bin] ?? 0) + 1 / share;
  }
  const total = Math.max(
    1,
    bins.reduce((sum, n) => sum + n, 0),
  );
  return bins.map((n) => Math.max(SHARE_LEAST, n / total));
}
