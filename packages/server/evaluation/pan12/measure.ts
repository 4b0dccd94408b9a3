/** P, R, F1, F0.5 of accounts, and F3 of lines, as the PAN-2012 task counted them. */
export interface Scores {
  found: number;
  right: number;
  truly: number;
  precision: number;
  recall: number;
  f1: number;
  /** F0.5 of accounts: a false alarm weighs more; F3 of lines: a miss does */
  f05: number;
  f3: number;
}

export function scoresOf(found: ReadonlySet<string>, truly: ReadonlySet<string>): Scores {
  let right = 0;
  for (const one of found) if (truly.has(one)) right++;
  const precision = found.size === 0 ? 0 : right / found.size;
  const recall = truly.size === 0 ? 0 : right / truly.size;
  const f = (beta: number) => {
    const b = beta * beta;
    return precision + recall === 0 ? 0 : ((1 + b) * precision * recall) / (b * precision + recall);
  };
  return { found: found.size, right, truly: truly.size, precision, recall, f1: f(1), f05: f(0.5), f3: f(3) };
}

/** Where F0.5 is best, cutting a ranking at each value: the best chance for a baseline. */
export function bestCut(ranked: ReadonlyMap<string, number>, truly: ReadonlySet<string>): Scores {
  const cuts = [...new Set(ranked.values())].sort((a, b) => b - a).slice(0, CUTS_MAX);
  let best = scoresOf(new Set(), truly);
  for (const cut of cuts) {
    const scores = scoresOf(new Set([...ranked].flatMap(([id, value]) => (value >= cut ? [id] : []))), truly);
    if (scores.f05 > best.f05) best = scores;
  }
  return best;
}
/** Values at which a ranking is cut, the highest first: each costs a walk over all accounts. */
const CUTS_MAX = 500;
