/**
 * What was said between the account of a case and another, as a timeline: kept messages with the evidence that was seen in
 * them. Where no text is kept, the messages in which something was seen are there without it. A look leaves a line in the
 * audit log, and counts in the looker's shift.
 */

import {
  type CasePolicy,
  type ConversationPage,
  type ConversationQuery,
  type KeepPolicy,
  type NoTextReason,
  outcome,
  type TimelineItem,
} from '@kith/contract';
import { isConnected, isKeptBetween } from '@kith/engine';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { CaseRow, Records, SignalRow } from '../ground/database/index.ts';
import type { Language } from '../ground/pages/index.ts';
import type { KeyFolder } from '../ground/sealing/index.ts';
import { isAnyKept, type KeptMessage, keptConversation } from '../kept/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { expose } from './exposure.ts';
import { saySignal } from './words.ts';

const DAY_MS = 86_400_000;
/** Signals of one page at most: a message has a few. */
const SIGNALS_MAX = 2_000;

export interface ConversationOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  /** null where no text can be kept */
  keys: KeyFolder | null;
  /** whose messages are kept, and how long */
  keep: KeepPolicy;
  exposure: CasePolicy['exposure'];
  language: Language;
  now_ms: number;
}

export interface Look {
  row: CaseRow;
  /** which of the case's accounts */
  account: string;
  /** who looks, of staff */
  by: string;
}

export async function viewConversation(
  { row, account, by }: Look,
  { with: other, before, after, limit }: ConversationQuery,
  options: ConversationOptions,
): Promise<ConversationPage> {
  const { store, keys, keep, now_ms, language } = options;
  const db = store.records.kysely;
  await expose(db, { staff: by, case: row.id, severity: row.severity }, options.exposure, now_ms);
  const range = {
    ...(before !== undefined && { before: Date.parse(before) }),
    ...(after !== undefined && { after: Date.parse(after) }),
  };
  const pair = { a: account, b: other };
  const looking = { at_ms: now_ms, by: `staff:${by}`, subject: `case:${row.id}` } as const;
  const kept = await keptConversation(db, keys, { ...pair, ...range, limit, case: row.id }, looking);
  const signals = await signalsBetween(db, pair, range, SIGNALS_MAX);
  const textKept = keys !== null && (await keepsBetween(store, pair, keep));
  const kept_ms = keep.messages.days * DAY_MS;
  const items = timeline(kept, signals, {
    language,
    unkept: (at_ms) => (!textKept ? 'not_kept' : at_ms < now_ms - kept_ms ? 'over' : 'none_sent'),
  });
  const forward = after !== undefined && before === undefined;
  const page = forward ? items.slice(0, limit) : items.slice(-limit);
  const [first, last] = [page[0], page.at(-1)];
  return {
    items: page,
    older: await isThere(db, pair, row.id, first?.at ?? before ?? after, 'before'),
    newer: await isThere(db, pair, row.id, last?.at ?? after ?? before, 'after'),
    textKept,
  };
}

/** Whether what the two write is kept, by the policy and by what is known of them now. */
const keepsBetween = (store: Pick<KnowledgeStore, 'ask'>, { a, b }: Pair, keep: KeepPolicy): Promise<boolean> =>
  store.ask((k) => {
    const connected = isConnected(k.contact(a, b), k.contact(b, a));
    return isKeptBetween({ actor: k.account(a), other: k.account(b), connected }, keep);
  });

interface Telling {
  language: Language;
  /** why nothing was kept of a message of that time in which something was seen */
  unkept(at_ms: number): NoTextReason;
}

/** Messages in order, each once, with what was seen in it. */
export function timeline(
  kept: readonly KeptMessage[],
  signals: readonly SignalRow[],
  { language, unkept }: Telling,
): TimelineItem[] {
  const evidence = new Map<string, TimelineItem['evidence']>();
  const items = new Map<string, TimelineItem>();
  for (const signal of signals) {
    if (signal.message === null) continue;
    const key = JSON.stringify([signal.account, signal.message]);
    const seen = evidence.get(key) ?? [];
    seen.push({ code: signal.code, cue: signal.cue, words: saySignal(signal, language) });
    evidence.set(key, seen);
    if (items.has(key)) continue;
    items.set(key, {
      ...{ message: signal.message, at: iso(signal.at), from: signal.account, to: signal.other },
      ...{ text: null, noText: unkept(signal.at), media: [], outcome: null, evidence: seen, deleted: false },
    });
  }
  for (const message of kept) {
    const key = JSON.stringify([message.from, message.message]);
    items.set(key, {
      ...{ message: message.message, at: iso(message.at), from: message.from, to: message.to, text: message.text },
      noText: message.text !== null ? null : message.unreadable ? 'unreadable' : 'none_sent',
      ...{ media: [...message.media], outcome: outcome.safeParse(message.outcome).data ?? null },
      ...{ evidence: evidence.get(key) ?? [], deleted: message.deletedAt !== null },
    });
  }
  return [...items.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.message < b.message ? -1 : 1));
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();

interface Pair {
  a: string;
  b: string;
}

async function signalsBetween(
  db: Kysely<Records>,
  { a, b }: Pair,
  { before, after }: { before?: number; after?: number },
  most: number,
): Promise<SignalRow[]> {
  let select = db
    .selectFrom('signal')
    .selectAll()
    .where('account', 'in', [a, b])
    .where(({ or, and, eb }) =>
      or([and([eb('account', '=', a), eb('other', '=', b)]), and([eb('account', '=', b), eb('other', '=', a)])]),
    );
  if (before !== undefined) select = select.where('at', '<', before);
  if (after !== undefined) select = select.where('at', '>', after);
  const forward = after !== undefined && before === undefined;
  return select
    .orderBy('at', forward ? 'asc' : 'desc')
    .limit(most)
    .execute();
}

/** Whether there is a message of the two before, or after, a moment. */
async function isThere(
  db: Kysely<Records>,
  { a, b }: Pair,
  caseId: string,
  at: string | undefined,
  side: 'before' | 'after',
): Promise<boolean> {
  if (at === undefined) return false;
  const moment = Date.parse(at);
  if (await isAnyKept(db, { a, b, case: caseId, [side]: moment })) return true;
  const between = ({ eb, and }: ExpressionBuilder<Records, 'signal'>, from: string, to: string) =>
    and([eb('account', '=', from), eb('other', '=', to)]);
  const signal = await db
    .selectFrom('signal')
    .select('id')
    .where((eb) => eb.or([between(eb, a, b), between(eb, b, a)]))
    .where('message', 'is not', null)
    .where('at', side === 'before' ? '<' : '>', moment)
    .limit(1)
    .executeTakeFirst();
  return signal !== undefined;
}
