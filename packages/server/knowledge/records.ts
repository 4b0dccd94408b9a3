/** From what deciding saw and opened to rows for people, committed with the decision. */
import { createHash } from 'node:crypto';
import type { Risk } from '@kith/contract';
import { type CaseOpened, type Considered, isOfRule, type Signal, type Told } from '@kith/engine';
import type { CaseRow, SignalRow } from '../ground/database/index.ts';

/** The level of a case that a rule opened: the risk has none. The databases know it, too (upsert of cases). */
const NO_LEVEL: Risk = 'none';

export interface Noted {
  told: Told;
  considered: Pick<Considered, 'signals' | 'effects'>;
}

export interface RecordRows {
  signals: SignalRow[];
  /** at most one an account: the newest of the block */
  cases: CaseRow[];
}

/**
 * Pure: the same events give the same rows, so that whoever inserts them twice changes nothing. Of a rule that fires on
 * every message one row a day and account is kept, the first (of a live one, a child, too): more of the same tell
 * nobody anything.
 */
export function recordsOf(decided: Iterable<Noted>, now_ms: number): RecordRows {
  const signals = new Map<string, SignalRow>();
  const cases = new Map<string, CaseRow>();
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

function caseRow(told: Noted['told'], effect: CaseOpened, now_ms: number): CaseRow {
  const row = {
    id: nameOf('case', told.id, effect.account),
    account: effect.account,
    queue: effect.queue,
    opened_at: now_ms,
    updated_at: now_ms,
    event: told.id,
    closed_at: null,
    features: null,
  };
  if ('rule' in effect) {
    return { ...row, level: NO_LEVEL, score: 0, why: JSON.stringify({ rule: effect.rule, words: effect.words }) };
  }
  const { level, score, because, features } = effect;
  return { ...row, level, score, why: JSON.stringify(because), features: JSON.stringify(features) };
}

/** What joins an open case says why it is looked at now, except that a rule does not take the place of a risk. */
function addCase(cases: Map<string, CaseRow>, row: CaseRow): void {
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
