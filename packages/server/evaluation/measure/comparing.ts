/** Trivial ways to find offenders, and Kith's score with parts left out, each at the same alert budget. */
import { evidenceCodes, type TermName } from '@kith/engine';
import { accountTerms, familyOf, placeOf } from '../observe/row.ts';
import { gotThrough } from './finding.ts';
import { benignFalling, type Population, type Ranking, reachedBy, without } from './population.ts';
import { thresholdAt } from './thresholds.ts';
import { type Share, shareOf } from './wilson.ts';

export interface Compared {
  name: string;
  about: string;
  threshold: number;
  recall: Share;
  byType: Readonly<Record<string, Share>>;
}

/** Recall of a ranking over account-days, at a budget of false alerts, of offenders that got through to a child. */
export function compareAt(p: Population, budget: number, name: string, about: string, ranking: Ranking): Compared {
  const threshold = thresholdAt(benignFalling(p, ranking), budget);
  const found = reachedBy(p, ranking, threshold);
  const through = p.offenders.flatMap((o, i) => (gotThrough(o) ? [{ type: o.type, found: found.has(i) }] : []));
  const recallOf = (some: readonly { found: boolean }[]) => shareOf(some.filter((o) => o.found).length, some.length);
  const types = [...new Set(through.map(({ type }) => type))];
  const byType = types.map((type) => [type, recallOf(through.filter((o) => o.type === type))] as const);
  return { name, about, threshold, recall: recallOf(through), byType: Object.fromEntries(byType) };
}

export function baselines(p: Population, budget: number): readonly Compared[] {
  const { days } = p;
  const at = (name: string, about: string, ranking: Ranking) => compareAt(p, budget, name, about, ranking);
  return [
    at('messages', 'messages sent so far', (day) => days.get(day, 'messagesSoFar')),
    at('message rate', 'messages sent in the day', (day) => days.get(day, 'messages')),
    at('distinct children', 'children first turned to in 30 days', (day) => days.get(day, 'children')),
    bestCode(p, budget),
    at("Sentinel's skewness", 'of the scores of the last 50 messages', (day) => days.get(day, 'skewness')),
  ];
}

/** One kind of cue alone: the one that finds most, so that the baseline has its best chance. */
function bestCode(p: Population, budget: number): Compared {
  const tried = evidenceCodes.map((code) => {
    const place = placeOf('account', code) ?? 0;
    const ranking: Ranking = (day) => p.days.row(day, 'account')?.[place] ?? 0;
    return compareAt(p, budget, 'one keyword', `the kind of cue that finds most of all eleven: ${code}`, ranking);
  });
  return tried.reduce((best, one) => (one.recall.count > best.recall.count ? one : best));
}

/** Terms of a family that are left out one by one. */
const TOP_TERMS = 4;

export function ablations(p: Population, budget: number): readonly Compared[] {
  const all = [...accountTerms, 'ageGap', 'stranger', 'oneSided', 'prior'] as const satisfies readonly TermName[];
  const of = (family: 'text' | 'behaviour') => new Set<TermName>(all.filter((term) => familyOf(term) === family));
  const at = (name: string, leftOut: ReadonlySet<TermName>) =>
    compareAt(p, budget, name, 'the score without it', without(p, leftOut));
  const single = all.map((term) => ({ term, worth: meanPoints(p, term) })).sort((a, b) => b.worth - a.worth);
  const top = (['text', 'behaviour'] as const).flatMap((family) =>
    single.filter(({ term }) => familyOf(term) === family).slice(0, TOP_TERMS),
  );
  return [
    at('nothing', new Set()),
    at('text', new Set([...of('text'), 'secondLook'])),
    at('behaviour', new Set([...of('behaviour'), 'secondLook'])),
    at('the second look', new Set(['secondLook'])),
    compareAt(p, budget, 'scores of contacts', 'accounts as a whole only', without(p, new Set(), ['account'])),
    ...top.map(({ term }) => at(term, new Set([term]))),
  ];
}

/** What a term adds on average to the highest score of each offender's account-days. */
function meanPoints(p: Population, term: TermName): number {
  let sum = 0;
  const whole = without(p, new Set());
  const less = without(p, new Set([term]));
  for (let day = 0; day < p.days.count; day++) {
    if (p.offenderOf(p.days.get(day, 'account')) >= 0) sum += whole(day) - less(day);
  }
  return sum;
}
