/** From what deciding saw and opened to rows for people, committed with the decision. */
import { createHash } from 'node:crypto';
import type { Risk } from '@kith/contract';
import { type CaseOpened, type Considered, isOfRule, type Signal, type Told } from '@kith/engine';
import type { CaseSeed, SignalRow } from '../ground/database/index.ts';

/** The level of a case that a rule opened: the risk has none. The databases know it, too (upsert of cases). */
const NO_LEVEL: Risk = 'none';

export interface Noted {
  told: Told;
  considered: Pick<Considered, 'signals' | 'effects'>;
}

export interface RecordRows {
  signals: SignalRow[];
  /** at most one an account: the newest of the block */
  cases: CaseSeed[];
}

/**
 * Pure: the same events give the same rows, so that whoever inserts them twice changes nothing. Of a rule that fires on
 * every message one row a day and account is kept, the first (of a live one, a child, too): more of the same tell
 * nobody anything.
 */
export function recordsOf(decided: Iterable<Noted>, now_ms: number): RecordRows {
  const signals = new Map<string, SignalRow>();
  const cases = new Map<string, CaseSeed>();
  for (const { told, considered } of decided) {
    considered.signals.forEach((signal, i) => {
      const row = signalRow(told, signal, i);
      if (!signals.has(row.id)) signals.set(row.id, row);
    });
    for (const effect of considered.effects) {
      if (effect.type === 'case.opened') addCase(cases, caseRow(told, effect, now_ms));
    }
  }
  // in one order everywhere: two processes that insert the same rows must not wait for each other
  return { signals: [...signals.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), cases: [...cases.values()] };
}

function signalRow(told: Noted['told'], signal: Signal, place: number): SignalRow {
  const { data } = told;
  const row = { event: told.id, weight: signal.weight, at: told.at };
  if (!isOfRule(signal)) {
    const { account, other, message, code, cue } = signal;
    return { ...row, id: nameOf('sig', told.id, String(place)), account, other, message, code, cue, words: null };
  }
  const { rule, mode, words } = signal;
  const day = Math.floor(told.at / DAY_MS);
  const other = 'other' in data ? (data.other ?? null) : null;
  return {
    ...row,
    id: nameOf('rule', data.actor, JSON.stringify([rule, mode, day, mode === 'live' ? other : null])),
    account: data.actor,
    other,
    message: 'message' in data ? (data.message ?? null) : null,
    code: mode === 'live' ? 'RULE' : 'RULE_IN_SHADOW',
    cue: rule,
    words,
  };
}

function caseRow(told: Noted['told'], effect: CaseOpened, now_ms: number): CaseSeed {
  const level = 'rule' in effect ? NO_LEVEL : effect.level;
  const row = {
    id: nameOf('case', told.id, effect.account),
    account: effect.account,
    queue: effect.queue,
    opened_at: now_ms,
    updated_at: now_ms,
    event: told.id,
    features: null,
    waits_since: now_ms,
    rank: rankOf(HEAD_START_HOURS[level], now_ms),
  };
  if ('rule' in effect) {
    return { ...row, level, score: 0, why: JSON.stringify({ rule: effect.rule, words: effect.words }) };
  }
  const { score, because, features } = effect;
  return { ...row, level, score, why: JSON.stringify(because), features: JSON.stringify(features) };
}

/** How many hours of waiting a level is worth until the case is weighed, which is a moment later (cases/weigher.ts). */
const HEAD_START_HOURS: Readonly<Record<Risk, number>> = { none: 0, low: 0, medium: 12, high: 96 };

/** A case's place in its queue: hours that it is ahead, less since when it waits. The highest comes first. */
export const rankOf = (ahead_hours: number, waitsSince_ms: number): number => ahead_hours - waitsSince_ms / HOUR_MS;
const HOUR_MS = 3_600_000;

/** What joins an open case says why it is looked at now, except that a rule does not take the place of a risk. */
function addCase(cases: Map<string, CaseSeed>, row: CaseSeed): void {
  const open = cases.get(row.account);
  if (open === undefined) cases.set(row.account, row);
  else if (row.level !== NO_LEVEL) cases.set(row.account, { ...row, id: open.id, queue: open.queue });
}

const DAY_MS = 86_400_000;

/** 128 bits of a hash: event ids are the platform's and as long as they like. */
function nameOf(kind: string, event: string, place: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, event, place]))
    .digest('hex');
  return `${kind}_${digest.slice(0, 32)}`;
}
