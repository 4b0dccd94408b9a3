/**
 * What a case looks like by what Kith answered to an act, so that the next step needs no second request. The case is asked for again
 * all the same; until that comes, what stands here is in front.
 */
import type { CaseSummary, CaseView, RulingView } from '@kith/contract';

/**
 * A case that I have just taken, as it was fetched before.
 * @returns null where something else has happened to it since: then it is not what I took, and is not shown as such
 */
export const takenAs = (before: CaseView | undefined, taken: CaseSummary): CaseView | null =>
  before === undefined || before.id !== taken.id || before.version + 1 !== taken.version
    ? null
    : { ...before, ...taken, barred: null };

/** A case that I have just ruled: nobody holds it, and I can't rule it again. */
export const ruledAs = (before: CaseView, ruling: RulingView, version: number): CaseView => {
  const waits = ruling.state === 'proposed';
  return {
    ...before,
    version,
    state: waits ? 'second_review' : 'decided',
    barred: waits ? 'first_look' : 'over',
    rulings: [...before.rulings, ruling],
    ...{ mine: false, leasedBy: null, leasedUntil: null },
  };
};
