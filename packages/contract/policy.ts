/**
 * The policy: which numbers and which rows decide who may reach a child. Data, so that the operator owns it:
 * `policy.yaml` is read into this shape. The tables are tried from the top; the first row whose conditions
 * all hold decides; where none does, the event is allowed.
 */
import { z } from 'zod';
import { casePolicy } from './policy-cases.ts';
import { enforcementPolicy } from './policy-enforcement.ts';
import { evidencePolicy } from './policy-evidence.ts';
import { familyPolicy } from './policy-family.ts';
import { keepPolicy } from './policy-keep.ts';
import { mediaPolicy } from './policy-media.ts';
import { noticesPolicy } from './policy-notices.ts';
import { reportsPolicy } from './policy-reports.ts';
import { returningPolicy } from './policy-returning.ts';
import { riskModel } from './risk.ts';
import { rules } from './rules.ts';
import { familyNoticeKind, measure, noticeKind, outcome, reasonCode } from './words.ts';

/** How many recent connection requests to children are remembered an account: the daily limit can't exceed it. */
export const CHILD_REQUESTS_REMEMBERED = 8;
/** A group's members get a contact each up to this size at most: eleven contacts a message is what one event may cost. */
export const SMALL_GROUP_MAX = 12;

/** What a row can ask. The actor is who did it; the other, whom it was done to. Doubt about age protects. */
export const condition = z.enum([
  'actor_disabled',
  'actor_restricted',
  'actor_child',
  'actor_adult',
  'actor_high_risk',
  /** or high */
  'actor_medium_risk',
  'other_child',
  'other_adult',
  'either_child',
  'blocked_either_way',
  /** one of the two blocks an account that is on the other's device, or confirmed to be the same person's */
  'blocked_by_link',
  'not_connected',
  'stranger',
  'not_accepted',
  'declined_recently',
  'setting_connections',
  'setting_ask',
  'platform_has_connections',
  'platform_has_no_connections',
  'first_message',
  'new_warning_sign',
  'children_against',
  'over_daily_requests',
  'added_by_somebody_else',
  'weaker_setting',
]);
export type Condition = z.infer<typeof condition>;

/** What a row can show: an event brings these about. */
export const rowNotice = noticeKind.exclude(familyNoticeKind.options);
export type RowNotice = z.infer<typeof rowNotice>;

export const row = z.strictObject({
  /** all of these must hold */
  when: z.array(condition),
  outcome,
  reason: reasonCode,
  measure: measure.optional(),
  /** the notice that is shown to the children concerned */
  notice: rowNotice.optional(),
});
export type Row = z.infer<typeof row>;

const table = z.array(row).max(100);

export const policyTables = z.strictObject({
  'message.sent': table,
  /** a message.sent to a group */
  'message.sent in a group': table,
  'connection.requested': table,
  /** also conversation.created, for the members it names */
  'conversation.joined': table,
  'settings.changed': table,
  'account.blocked': table,
  'report.filed': table,
});
export type TableName = keyof z.infer<typeof policyTables>;

const days = z.number().positive().max(3650);

export const policy = z.strictObject({
  /** names this policy; every decision carries it */
  version: z
    .string()
    .min(1)
    .max(64)
    .refine((version) => !version.includes('\0') && version.isWellFormed(), {
      error: 'must be Unicode text without zero bytes: no database keeps them',
    }),
  platform: z.strictObject({
    /** whether people on the platform connect (befriend) before they write */
    connections: z.boolean(),
  }),
  strangers: z.strictObject({
    /** this many mutual connections make somebody no stranger */
    mutualConnections: z.int().min(1).max(16),
  }),
  warningSigns: z.strictObject({
    blockedOrReported: z.strictObject({ children: z.int().min(1).max(16), withinDays: days }),
    farRegion: z.strictObject({ enabled: z.boolean() }),
    newAccount: z.strictObject({ youngerThanDays: days }),
    riskMedium: z.strictObject({ enabled: z.boolean() }),
    /** the same sign about the same sender is shown again after this time */
    againAfterDays: days,
  }),
  requests: z.strictObject({
    /** an adult may ask this many children a day to connect; the next waits for a person */
    adultToChildrenPerDay: z.int().min(0).max(CHILD_REQUESTS_REMEMBERED),
  }),
  /** a child's "no" to a stranger holds this long */
  declinedHoldsDays: days,
  risk: riskModel,
  tables: policyTables,
  /** what operators add of their own: see rules.ts */
  rules,
  /** how many alerts the people who look at them can bear: what a backtest holds a changed policy against */
  alertBudget: z
    .strictObject({ perDayPer100000Accounts: z.number().positive().max(100_000) })
    .default({ perDayPer100000Accounts: 10 }),
  /** how cases are worked on: see policy-cases.ts */
  cases: casePolicy.prefault({}),
  /** what people rule under, and what follows: see policy-enforcement.ts */
  enforcement: enforcementPolicy.prefault({}),
  /** what of people's messages is kept, and how long */
  keep: keepPolicy,
  /** how long what a case has is kept beyond that, by law */
  evidence: evidencePolicy,
  /** how reports are answered: see policy-reports.ts */
  reports: reportsPolicy.prefault({}),
  /** what is done about known material: see policy-media.ts */
  media: mediaPolicy.prefault({}),
  /** parents, carers and teens: see policy-family.ts */
  family: familyPolicy.prefault({}),
  /** how often children are told, and what is tried: see policy-notices.ts */
  notices: noticesPolicy.prefault({}),
  /** how those who come back are recognised: see policy-returning.ts */
  returning: returningPolicy,
});
export type Policy = z.infer<typeof policy>;
