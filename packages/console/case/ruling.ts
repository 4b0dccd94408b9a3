/**
 * A ruling while it is being made. Chosen, then looked at as a whole, then sent: two steps, so that no single key does
 * something to anybody.
 *
 * `chosen`: measures are chosen; policy and reason can be changed. `looked`: what will happen is said, and only to be
 * confirmed. `sending`: on its way.
 */
import type { NamedPoliciesView, RulingInput, RulingKind } from '@kith/contract';

/** What people rule under: GET /v1/policies. */
export type NamedPolicy = NamedPoliciesView['policies'][number];

export interface Draft {
  step: 'chosen' | 'looked' | 'sending';
  measures: readonly RulingKind[];
  /** the id of a named policy; empty where none allows these measures */
  policy: string;
  reason: string;
  refer: boolean;
  /** null: as the policy says */
  tellPerson: false | null;
  untoldBecause: string;
}

/** These stand alone, and may be ruled under every policy. */
export const ALONE: readonly RulingKind[] = ['no_violation', 'restore'];
/** How an account stands: one of them at most. */
const STANDINGS: readonly RulingKind[] = ['restrict', 'suspend', 'disable'];

/** Chosen again, it is chosen no more; what doesn't go with it goes. Something is always chosen. */
export function toggled(measures: readonly RulingKind[], kind: RulingKind): readonly RulingKind[] {
  if (measures.includes(kind)) return measures.length === 1 ? measures : measures.filter((one) => one !== kind);
  if (ALONE.includes(kind)) return [kind];
  const goes = (one: RulingKind) => !ALONE.includes(one) && !(STANDINGS.includes(kind) && STANDINGS.includes(one));
  return [...measures.filter(goes), kind];
}

export const policiesFor = (
  measures: readonly RulingKind[],
  policies: readonly NamedPolicy[],
): readonly NamedPolicy[] =>
  policies.filter((policy) => measures.every((kind) => ALONE.includes(kind) || policy.measures.includes(kind)));

/**
 * A kind is chosen, or one more, or one less. What was written stays where only that changes.
 * @param plainReason a reason for `no_violation`; what does something to somebody needs words of its own
 */
export function chosen(
  kind: RulingKind,
  policies: readonly NamedPolicy[],
  plainReason: string,
  before: Draft | null,
): Draft {
  const measures = before === null ? [kind] : toggled(before.measures, kind);
  const fitting = policiesFor(measures, policies);
  const plain = measures.includes('no_violation');
  const kept = before !== null && before.reason !== plainReason ? before.reason : '';
  return {
    step: 'chosen',
    measures,
    policy: (fitting.find(({ id }) => id === before?.policy) ?? fitting[0])?.id ?? '',
    reason: plain && kept === '' ? plainReason : kept,
    refer: !plain && before?.refer === true,
    tellPerson: plain ? null : (before?.tellPerson ?? null),
    untoldBecause: before?.untoldBecause ?? '',
  };
}

/** With the first policy that allows what is chosen, where there is none yet. */
export const withPolicy = (draft: Draft, policies: readonly NamedPolicy[]): Draft =>
  draft.policy === '' ? { ...draft, policy: policiesFor(draft.measures, policies)[0]?.id ?? '' } : draft;

export type Missing = 'policy' | 'reason' | 'untold';

/** What must be given before it can go on. */
export function missingIn(draft: Draft): Missing | null {
  if (draft.policy === '') return 'policy';
  if (draft.reason.trim() === '') return 'reason';
  return draft.tellPerson === false && draft.untoldBecause.trim() === '' ? 'untold' : null;
}

/** Whether somebody else has to look before it counts. */
export function needsSecond(
  { measures, policy: id, refer }: Pick<Draft, 'measures' | 'policy' | 'refer'>,
  policies: readonly NamedPolicy[],
): boolean {
  const policy = policies.find((one) => one.id === id);
  if (policy === undefined) return false;
  return (refer && policy.referralNeedsSecondPerson) || measures.some((kind) => policy.secondPerson.includes(kind));
}

/** Messages that are marked for removal and stay, as removing isn't among the measures. */
export const staysMarked = ({ measures }: Pick<Draft, 'measures'>, marked: ReadonlySet<string>): number =>
  measures.includes('remove_content') ? 0 : marked.size;

/** As it is sent. */
export const inputOf = (draft: Draft, version: number, marked: ReadonlySet<string>): RulingInput => ({
  version,
  measures: [...draft.measures],
  policy: draft.policy,
  reason: draft.reason.trim(),
  ...(draft.measures.includes('remove_content') && { content: [...marked] }),
  refer: draft.refer,
  ...(draft.tellPerson === false && { tellPerson: false, untoldBecause: draft.untoldBecause.trim() }),
});
