/** Counts of one way through the logs: who reached which risk, and what caused it. Accounts are counted, never named. */
import type { Risk } from '@kith/contract';
import { higherRisk, RISKS, type TermName } from '@kith/engine';
import { largestTerm, sorted } from '../measure/false-alerts.ts';
import { levelOfDay } from '../measure/levels.ts';
import type { Population } from '../measure/population.ts';
import { type Share, shareOf } from '../measure/wilson.ts';

export interface BenignCount {
  /** accounts that wrote at least once */
  authors: number;
  messages: number;
  /** messages in which there was any evidence */
  messagesWithEvidence: number;
  /** authors that reached the level or a higher one, at any time */
  reached: Readonly<Record<Exclude<Risk, 'none'>, Share>>;
  /** of those at least at `low`: what adds most to their highest score, and the cue they hit most often */
  byTerm: Readonly<Record<string, number>>;
  byCue: Readonly<Record<string, number>>;
  /** how often each cue was hit in all messages */
  cues: Readonly<Record<string, number>>;
  highestScore: number;
}

export interface Wrote {
  /** by the accounts' numbers: whether it wrote */
  authors: ReadonlySet<number>;
  messages: number;
  messagesWithEvidence: number;
  cues: ReadonlyMap<string, number>;
}

export function countBenign(p: Population, wrote: Wrote): BenignCount {
  const best = new Map<number, { day: number; score: number }>();
  const levels = new Map<number, Risk>();
  for (let day = 0; day < p.days.count; day++) {
    const account = p.days.get(day, 'account');
    const score = p.days.score(day);
    if (score > (best.get(account)?.score ?? 0)) best.set(account, { day, score });
    levels.set(account, higherRisk(levels.get(account) ?? 'none', levelOfDay(p, day)));
  }
  const atLeast = (level: Risk) =>
    [...wrote.authors].filter((a) => RISKS.indexOf(levels.get(a) ?? 'none') >= RISKS.indexOf(level));
  const terms = new Map<TermName, number>();
  const cues = new Map<string, number>();
  for (const account of atLeast('low')) {
    const term = largestTerm(p, best.get(account)?.day ?? 0);
    if (term !== null) terms.set(term, (terms.get(term) ?? 0) + 1);
    const cue = p.cues.of(account)[0]?.[0] ?? 'none';
    cues.set(cue, (cues.get(cue) ?? 0) + 1);
  }
  const reached = (level: Risk): Share => shareOf(atLeast(level).length, wrote.authors.size);
  return {
    authors: wrote.authors.size,
    messages: wrote.messages,
    messagesWithEvidence: wrote.messagesWithEvidence,
    reached: { low: reached('low'), medium: reached('medium'), high: reached('high') },
    byTerm: sorted(terms),
    byCue: sorted(cues),
    cues: sorted(wrote.cues),
    highestScore: Math.max(0, ...[...best.values()].map(({ score }) => score)),
  };
}
