/** A policy made ready for deciding: the tables' conditions become functions once, not once an event. */
import type { Condition, Policy, Row, TableName } from '@kith/contract';
import { type Facts, holds } from '../contact/facts.ts';
import type { CodesSettings } from '../risk/codes.ts';
import { type CompiledRiskModel, compileRiskModel, withCodes } from '../risk/model.ts';
import type { SecondLook } from '../risk/second-look/look.ts';
import { type CompiledRules, compileRules } from './rules/compile.ts';

const SECONDS_PER_DAY = 86_400;

export interface CompiledRow extends Omit<Row, 'when'> {
  readonly tests: readonly ((f: Facts) => boolean)[];
  /** those of the tests that ask about the actor alone */
  readonly actorTests: readonly ((f: Facts) => boolean)[];
}

export interface CompiledPolicy {
  readonly version: string;
  readonly policy: Policy;
  readonly risk: CompiledRiskModel;
  readonly tables: Readonly<Record<TableName, readonly CompiledRow[]>>;
  readonly rules: CompiledRules;
  /** the policy's days, in seconds */
  readonly blockedOrReportedWithin_s: number;
  readonly newAccount_s: number;
  readonly warnAgainAfter_s: number;
  readonly declinedHolds_s: number;
}

const aboutActor: ReadonlySet<Condition> = new Set([
  'actor_disabled',
  'actor_restricted',
  'actor_child',
  'actor_adult',
  'actor_high_risk',
  'actor_medium_risk',
  'children_against',
  'over_daily_requests',
  'platform_has_connections',
  'platform_has_no_connections',
]);

const compileRow = ({ when, ...row }: Row): CompiledRow => ({
  ...row,
  tests: when.map((c) => holds[c]),
  actorTests: when.filter((c) => aboutActor.has(c)).map((c) => holds[c]),
});

/**
 * Throws where a rule is one that `problemsOfRule` complains of: the reader of the file asks that first.
 * @param codes how evidence of each code adds up, as the cue files say
 * @param second what looks twice, where the policy says so
 */
export function compilePolicy(
  policy: Policy,
  codes: CodesSettings = {},
  second: SecondLook | null = null,
): CompiledPolicy {
  const t = policy.tables;
  return {
    version: policy.version,
    policy,
    risk: compileRiskModel(policy.risk, codes, second),
    tables: {
      'message.sent': t['message.sent'].map(compileRow),
      'message.sent in a group': t['message.sent in a group'].map(compileRow),
      'connection.requested': t['connection.requested'].map(compileRow),
      'conversation.joined': t['conversation.joined'].map(compileRow),
      'settings.changed': t['settings.changed'].map(compileRow),
      'account.blocked': t['account.blocked'].map(compileRow),
      'report.filed': t['report.filed'].map(compileRow),
    },
    rules: compileRules(policy.rules),
    blockedOrReportedWithin_s: policy.warningSigns.blockedOrReported.withinDays * SECONDS_PER_DAY,
    newAccount_s: policy.warningSigns.newAccount.youngerThanDays * SECONDS_PER_DAY,
    warnAgainAfter_s: policy.warningSigns.againAfterDays * SECONDS_PER_DAY,
    declinedHolds_s: policy.declinedHoldsDays * SECONDS_PER_DAY,
  };
}

/**
 * The policies that would decide if what is in shadow counted: another model, or a second look. They are scored beside the
 * one in force, over what it observed, and change nothing. Each has a model version of its own.
 */
export function inShadow(policy: CompiledPolicy, second: SecondLook | null): readonly CompiledPolicy[] {
  const { shadow, secondLook } = policy.policy.risk;
  const found: CompiledPolicy[] = [];
  if (shadow !== undefined) found.push({ ...policy, risk: withCodes(shadow, policy.risk.codes, second) });
  if (second !== null && secondLook?.mode === 'shadow' && secondLook.model === second.version) {
    found.push({ ...policy, risk: { ...policy.risk, version: `${policy.risk.version}+${second.version}`, second } });
  }
  return found;
}

/** The first row whose conditions all hold; null where none does. */
export function firstRow(rows: readonly CompiledRow[], facts: Facts): CompiledRow | null {
  for (const row of rows) if (holdAll(row.tests, facts)) return row;
  return null;
}

/** A loop and no `every`: rows are tried on every event, and a function made for each of them was 600 bytes of garbage. */
function holdAll(tests: CompiledRow['tests'], facts: Facts): boolean {
  for (const test of tests) if (!test(facts)) return false;
  return true;
}

/** Whether a row could fit for anybody at all, by what it asks of the actor: spares a look at every member of a group. */
export const couldFit = (rows: readonly CompiledRow[], facts: Facts): boolean =>
  rows.some((row) => holdAll(row.actorTests, facts));
