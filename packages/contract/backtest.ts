/**
 * Trying a changed policy at the console: what is wrong with it, and what it would have made of what happened. Nothing is
 * changed by it; whoever runs Kith puts a policy in force.
 */
import { z } from 'zod';
import { outcome, time } from './words.ts';

/** A policy's text, UTF-16 code units: some ten times the shipped one. */
export const POLICY_TEXT_MAX = 256 * 1024;
/** Problems that an answer names: more than anybody mends before trying again. */
export const POLICY_PROBLEMS_MAX = 200;
/** Accounts that a backtest names. */
export const BACKTEST_ACCOUNTS_MAX = 10;

const count = z.int().min(0);

export const policyTextInput = z.strictObject({ text: z.string().min(1).max(POLICY_TEXT_MAX) });

const policyProblem = z.strictObject({
  /** from 1 */
  line: z.int().min(0),
  column: z.int().min(0),
  /** such as rules[0].when; empty where it is the file as a whole */
  field: z.string(),
  message: z.string(),
});
export type PolicyProblemView = z.infer<typeof policyProblem>;

/** POST /v1/policy/check */
export const policyChecked = z.discriminatedUnion('valid', [
  z.strictObject({
    valid: z.literal(true),
    version: z.string(),
    /** where it protects less than the policy that Kith ships, or can't do what it seems to say */
    warnings: z.array(policyProblem).max(POLICY_PROBLEMS_MAX),
    /** a policy of the same version has decided here with other rules: this one needs a version of its own */
    versionTaken: z.boolean(),
  }),
  z.strictObject({ valid: z.literal(false), problems: z.array(policyProblem).max(POLICY_PROBLEMS_MAX) }),
]);
export type PolicyChecked = z.infer<typeof policyChecked>;

/** POST /v1/policy/backtest; whole days in UTC, both included. */
export const backtestInput = policyTextInput
  .extend({
    /** all of the log where it is left out */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    /** alerts a day that people can bear; as the changed policy says where it is left out */
    budget: z.number().min(0).max(1_000_000).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: 'must not be before `from`',
    path: ['to'],
  });

const tally = z.strictObject({
  version: z.string(),
  outcomes: z.record(outcome, count),
  rules: z.array(
    z.strictObject({
      rule: z.string(),
      mode: z.enum(['live', 'shadow']),
      events: count,
      accounts: count,
      /** events on which it could not be evaluated, and so did not fire */
      failed: count,
    }),
  ),
  /** accounts that a hold or a case brings before a person, once an account and day */
  alerts: count,
  /** the same day by day, in UTC; days without any are left out */
  alertsByDay: z.array(z.strictObject({ day: z.iso.date(), alerts: count })),
  /** one an account, queue and rule */
  cases: z.array(z.strictObject({ queue: z.string(), queueWords: z.string(), cases: count })),
});

export const backtestView = z.strictObject({
  /** of the log, and those of them in the period */
  events: count,
  counted: count,
  first: time.nullable(),
  last: time.nullable(),
  /** the log goes back to the beginning; else the first days are a warm-up */
  whole: z.boolean(),
  before: tally,
  after: tally,
  /** events decided otherwise, from what to what */
  changes: z.array(z.strictObject({ from: outcome, to: outcome, events: count })),
  /** accounts that would have met another decision; `some` are named to those who may look accounts up */
  accountsConcerned: z.strictObject({ count, some: z.array(z.string()).max(BACKTEST_ACCOUNTS_MAX) }),
  days: z.int().min(1),
  alertsADay: z.strictObject({ before: z.number(), after: z.number(), budget: z.number() }),
  seconds: z.number(),
});
export type BacktestView = z.infer<typeof backtestView>;

/** One line of the answer, which is NDJSON: how far it is, as it goes on, and at last what came of it. */
export const backtestLine = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('progress'), events: count, of: count }),
  z.strictObject({ step: z.literal('done'), result: backtestView }),
  z.strictObject({ step: z.literal('failed'), message: z.string() }),
]);
export type BacktestLine = z.infer<typeof backtestLine>;
