/**
 * Other accounts that an account has turned to, that it meant and did not reach, or that spoke up about it: the small graph of a
 * case.
 */
import { CASE_CONTACTS_MAX, type CaseContact, evidenceCode } from '@kith/contract';
import { type CompiledPolicy, explainContact, isConnected, type Knowledge, type Seconds } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { type KnowledgeStore, LINK_CODE } from '../knowledge/index.ts';
import { INTENDED_MAX, intendedOf } from './intended.ts';

/** Others of whom is asked what there was, before the most telling are picked. */
const LOOKED_AT_MAX = 200;

export interface ContactsOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records' | 'contactsOf'>;
  policy: CompiledPolicy;
  now_ms: number;
}

export async function contactsOf(account: string, { store, policy, now_ms }: ContactsOptions): Promise<CaseContact[]> {
  const [named, intended] = await Promise.all([othersOf(store.records.kysely, account), intendedOf(store, account)]);
  for (const child of intended) if (!named.has(child)) named.set(child, new Set());
  const at: Seconds = Math.floor(now_ms / 1000);
  const all = await store.ask((k) =>
    [...named]
      .slice(0, LOOKED_AT_MAX + INTENDED_MAX)
      .map(([other, codes]) => contactOf(k, { account, other, codes, policy, at })),
  );
  const newest = (c: CaseContact): number => (c.lastAt === null ? 0 : Date.parse(c.lastAt));
  return all.sort((a, b) => b.codes.length - a.codes.length || newest(b) - newest(a)).slice(0, CASE_CONTACTS_MAX);
}

interface Named {
  account: string;
  other: string;
  codes: ReadonlySet<string>;
  policy: CompiledPolicy;
  at: Seconds;
}

const iso = (at: Seconds): string | null => (at === 0 ? null : new Date(at * 1000).toISOString());

function contactOf(k: Knowledge, { account, other, codes, policy, at }: Named): CaseContact {
  const out = k.contact(account, other);
  const back = k.contact(other, account);
  const firsts = [out.firstAt, back.firstAt].filter((first) => first > 0);
  return {
    account: other,
    ageBand: k.account(other).ageBand,
    connected: isConnected(out, back),
    ...{ messages: out.messages, replies: back.replies, withheld: out.withheld },
    asked: out.requestedAt > 0,
    firstAt: iso(firsts.length === 0 ? 0 : Math.min(...firsts)),
    lastAt: iso(Math.max(out.lastAt, back.lastAt)),
    level: explainContact(k, account, other, at, policy)?.level ?? 'none',
    codes: evidenceCode.options.filter((code) => codes.has(code)),
    ...{ blocked: back.blocking, reported: back.reportedAt > 0 },
  };
}

/** Whom signals and reports name, with the evidence towards each; those of the newest signals first. */
async function othersOf(db: Kysely<Records>, account: string): Promise<Map<string, Set<string>>> {
  const others = new Map<string, Set<string>>();
  const add = (other: string | null, code: string | null): void => {
    if (other === null || other === account) return;
    const codes = others.get(other) ?? new Set();
    if (code !== null) codes.add(code);
    others.set(other, codes);
  };
  const [signals, reports] = await Promise.all([
    db
      .selectFrom('signal')
      .select(({ fn }) => ['other', 'code', fn.max('at').as('newest')])
      .where('account', '=', account)
      .where('other', 'is not', null)
      // whom it is taken for, it has not turned to
      .where('code', '<>', LINK_CODE)
      .groupBy(['other', 'code'])
      .orderBy('newest', 'desc')
      .limit(LOOKED_AT_MAX * evidenceCode.options.length)
      .execute(),
    db
      .selectFrom('report')
      .select('reporter')
      .where('about', '=', account)
      .orderBy('received_at', 'desc')
      .limit(LOOKED_AT_MAX)
      .execute(),
  ]);
  for (const { other, code } of signals) add(other, code);
  for (const { reporter } of reports) add(reporter, null);
  return others;
}
