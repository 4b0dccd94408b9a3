/** What may be ruled under which named policy, and by how many people. Pure. */
import { type EnforcementPolicy, type NamedPolicy, type RulingInput, type RulingKind, STANDINGS } from '@kith/contract';

/** The named policy of a ruling, or why it can't be ruled under it. */
export type Permitted =
  | { ok: true; policy: NamedPolicy; second: boolean }
  | { ok: false; field: string; message: string };

/** Whether a ruling may be made under its policy, and whether a second person must confirm it. */
export function permit(input: Pick<RulingInput, 'measures' | 'policy' | 'refer'>, by: EnforcementPolicy): Permitted {
  const policy = by.policies.find(({ id }) => id === input.policy);
  if (policy === undefined) {
    const names = by.policies.map(({ id }) => id).join(', ');
    return { ok: false, field: 'policy', message: `is none of the named policies: ${names}` };
  }
  const refused = input.measures.filter((m) => !isAlwaysAllowed(m) && !policy.measures.some((one) => one === m));
  if (refused.length > 0) {
    const message = `${refused.join(', ')} can't be ruled under ${policy.id}, only: ${policy.measures.join(', ')}`;
    return { ok: false, field: 'measures', message };
  }
  return { ok: true, policy, second: needsSecond(input, policy, by) };
}

const isAlwaysAllowed = (measure: RulingKind): boolean => measure === 'no_violation' || measure === 'restore';

/** Of a policy's measures, those that a second person must confirm. */
export const secondPersonMeasures = (policy: NamedPolicy, by: EnforcementPolicy): RulingKind[] =>
  policy.measures.filter((m) => policy.secondPerson.includes(m) || by.secondPerson.measures.includes(m));

function needsSecond(
  { measures, refer }: Pick<RulingInput, 'measures' | 'refer'>,
  policy: NamedPolicy,
  by: EnforcementPolicy,
): boolean {
  if (refer && by.secondPerson.referral) return true;
  const two: readonly RulingKind[] = secondPersonMeasures(policy, by);
  return measures.some((measure) => two.includes(measure));
}

/** How the account stands by a list of measures: restricted, suspended, disabled or as before; null where they say nothing of it. */
export const standingOf = (measures: readonly RulingKind[]): RulingKind | null =>
  measures.find((m) => STANDINGS.includes(m) || m === 'restore') ?? null;

/** Whether a ruling found that something was wrong. */
export const isViolation = (measures: readonly RulingKind[]): boolean =>
  measures.some((measure) => !isAlwaysAllowed(measure));

/** How soon an objection to these measures should be looked at: the graver for the person, the sooner (D8). */
export function gravityOf(measures: readonly RulingKind[]): number {
  return Math.max(0, ...measures.map((measure) => GRAVITY[measure]));
}
const GRAVITY: Readonly<Record<RulingKind, number>> = {
  ...{ no_violation: 0, restore: 0, warn: 1, remove_content: 2, restrict: 3, suspend: 4, disable: 5 },
};
