/** A lived town as a population to measure on. */
import type { RiskModel } from '@kith/contract';
import type { Town } from '@kith/town';
import type { Offending } from '../measure/finding.ts';
import type { Population } from '../measure/population.ts';
import type { TownObserved } from './observed.ts';

export function populationOf({ town, observer, knowledge }: TownObserved, model: RiskModel): Population {
  const { truth } = town;
  const places = new Map(
    truth.offenders.flatMap(({ accounts }, i) => accounts.map((account) => [account, i] as const)),
  );
  const { accounts } = observer;
  const offenderOf = accounts.map((account) => places.get(account) ?? -1);
  const kinds = accounts.map((account, i) => ((offenderOf[i] ?? -1) >= 0 ? null : kindOf(town, account)));
  const cohorts = accounts.map((account) => {
    const { ageBand, language } = knowledge.account(account);
    return `${ageBand}, ${language === '' ? 'language unknown' : language}`;
  });
  return {
    days: observer.days,
    raised: observer.raised,
    accounts,
    cues: observer.cues,
    benignAs: (account) => kinds[account] ?? null,
    offenderOf: (account) => offenderOf[account] ?? -1,
    offenders: offendersOf(town, observer.trails),
    cohortOf: (account) => cohorts[account] ?? 'unknown',
    model,
  };
}

const kindOf = ({ truth }: Town, account: string): string => {
  const kind = truth.kind(account);
  if (kind !== 'ordinary') return kind;
  return truth.isChild(account) ? 'ordinary child' : 'ordinary adult';
};

const NEVER = Number.POSITIVE_INFINITY;

function offendersOf({ truth }: Town, trails: TownObserved['observer']['trails']): Offending[] {
  return truth.offenders.map(({ type, accounts, targets, harm }) => ({
    type,
    // who turned to nobody has no onset, and is left out where it counts: nothing got through
    onset_ms: targets[0]?.firstContact ?? NEVER,
    answered: targets.some(({ answered }) => answered),
    firstHarm_ms: harm[0]?.at ?? null,
    trails: accounts.flatMap((account) => trails.get(account) ?? []),
  }));
}
