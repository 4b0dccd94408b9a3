/** What deciding gives: codes and names only. Words are put to them where they are shown (server/words). */
import type { Choice, Measure, NoticeKind, Outcome, ReasonCode, RuleMode, WarningSign } from '@kith/contract';
import type { Changes } from './knowledge/index.ts';

export interface DecidedReason {
  code: ReasonCode;
  measure?: Measure;
  signs?: readonly WarningSign[];
  /** the policy's rule, where one decided, and what it says */
  rule?: string;
  words?: string;
}

export interface DecidedNotice {
  /** the account to show it to */
  to: string;
  kind: NoticeKind;
  /** the account that it is about */
  about?: string;
  /** the language of the person it is shown to, as far as it is known */
  language: string;
  /** where that person lives, as far as it is known: whose help lines are named */
  country: string;
  signs?: readonly WarningSign[];
  /** members of a group that the person does not know */
  strangers?: number;
  /** safety settings that would be given up */
  givenUp?: readonly string[];
  choices: readonly Choice[];
}

export interface Decided {
  outcome: Outcome;
  reasons: readonly DecidedReason[];
  notices: readonly DecidedNotice[];
  /** the policy's version */
  policy: string;
}

/** What is to be sent beyond the answer, committed with the decision and delivered by couriers. */
export type Effect = NoticeRequested | CaseOpened;

export interface NoticeRequested {
  type: 'notice.requested';
  notice: DecidedNotice;
}

/** A rule wants a person to look at an account. The same rule may say so again: it is one case. */
export interface CaseOpened {
  type: 'case.opened';
  account: string;
  queue: string;
  rule: string;
  words: string;
}

/** What a rule of the policy found. One in shadow counts for nothing: it is noted, so that it can be watched first. */
export interface RuleSignal {
  rule: string;
  mode: Exclude<RuleMode, 'off'>;
  /** log-odds */
  weight: number;
  words: string;
}

export interface Considered {
  changes: Changes;
  decision: Decided;
  effects: readonly Effect[];
  signals: readonly RuleSignal[];
  /** names of rules that could not be evaluated, which counts as not firing */
  faults: readonly string[];
}
