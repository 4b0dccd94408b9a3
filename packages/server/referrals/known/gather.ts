/** Gathers what is known of a case for its referral: from its records, from knowledge and from the vault. Concludes nothing. */
import { type EnforcementPolicy, type ReferralPriority, rulingKind } from '@kith/contract';
import { hasTurnedTo } from '@kith/engine';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type Attempt, attemptAt, intendedOf, sayCategory, saySignal, trustOf } from '../../cases/index.ts';
import type { Vault } from '../../evidence/index.ts';
import type { CaseRow, Records, ReferralRow } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { type KnowledgeStore, LINK_CODE } from '../../knowledge/index.ts';
import type { Localised } from '../kinds/kind.ts';
import type { EarlierReferral, KnownOfCase, Seen } from '../kinds/known.ts';
import { accountsOf, OTHERS_MAX } from './accounts.ts';
import { type DetailsReader, evidenceOf } from './evidence.ts';

export interface GatherOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records' | 'contactsOf'>;
  vault: Vault;
  details: DetailsReader;
  /** the policies that rulings name */
  policies: () => EnforcementPolicy['policies'];
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Signals of one case that are told, the newest: what an authority can read. */
const SEEN_MAX = 500;
/** Reports, rulings and earlier referrals that are told, the newest of each. */
const TOLD_MAX = 100;
/** Rules that are in shadow cause nothing, and are nobody's to tell. */
const UNTOLD: readonly string[] = [LINK_CODE, 'RULE_IN_SHADOW'];

const both = (say: (language: 'en' | 'cy') => string): Localised => ({ en: say('en'), cy: say('cy') });

export interface About {
  case: CaseRow;
  /** the one of its accounts that is reported first, where that is not the case's own */
  account?: string;
  priority: ReferralPriority;
  supplements: ReferralRow | null;
}

export async function gather(about: About, options: GatherOptions): Promise<KnownOfCase> {
  const { store, vault, details: reader, clock } = options;
  const db = store.records.kysely;
  const { case: row, account = row.account, priority, supplements } = about;
  const merged = await db.selectFrom('cases').select(['id', 'account']).where('merged_into', '=', row.id).execute();
  const cases = [row.id, ...merged.map(({ id }) => id)];
  const own = [...new Set([account, row.account, ...merged.map(({ account }) => account)])];
  const { evidence, details } = await evidenceOf(vault, reader, row.id);
  const seen = await seenOf(db, own);
  const meant = (await Promise.all(own.map((one) => intendedOf(store, one)))).flat();
  const named = [...new Set([...countedOthers(seen, own), ...meant])].filter((one) => !own.includes(one));
  const accounts = await accountsOf(store, [...own, ...named.slice(0, OTHERS_MAX)], details);
  const [first, ...others] = accounts.slice(0, own.length).map(({ child: _child, ...account }) => account);
  if (first === undefined) throw new Error(`case ${row.id} is about nobody`);
  return {
    ...{ case: row.id, openedAt_ms: row.opened_at, priority, reported: [first, ...others] },
    others: await withAttempts(store, accounts.slice(own.length), own),
    ...{ seen, first_ms: seen[0]?.at_ms ?? null, last_ms: seen.at(-1)?.at_ms ?? null, evidence, goesWith: null },
    rulings: await rulingsOf(db, cases, options.policies()),
    reports: await reportsOf(db, cases),
    earlier: (await earlierOf(db, own)).filter(({ id }) => id !== supplements?.id),
    supplements: supplements === null ? null : asEarlier(supplements),
    now_ms: clock(),
  };
}

/** What reached them from one of the accounts, reached them. */
async function withAttempts<T extends { account: string }>(
  store: GatherOptions['store'],
  others: readonly T[],
  own: readonly string[],
): Promise<(T & { attempt: Attempt | null })[]> {
  const attempts = await store.ask((k) =>
    others.map(({ account: other }) => {
      const turned = own.filter((one) => hasTurnedTo(k.contact(one, other)));
      const all = turned.map((one) => attemptAt(k, one, other));
      return all.includes(null) ? null : (all[0] ?? null);
    }),
  );
  return others.map((one, i) => ({ ...one, attempt: attempts[i] ?? null }));
}

export async function readCase(db: Kysely<Records>, id: string): Promise<CaseRow> {
  const row = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such case', 'id');
  return row;
}

async function seenOf(db: Kysely<Records>, accounts: readonly string[]): Promise<Seen[]> {
  const rows = await db
    .selectFrom('signal')
    .selectAll()
    .where('account', 'in', accounts)
    .where('code', 'not in', UNTOLD)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(SEEN_MAX)
    .execute();
  return rows.reverse().map((row) => ({
    ...{ at_ms: row.at, code: row.code, account: row.account, other: row.other, message: row.message },
    words: both((language) => saySignal(row, language)),
  }));
}

function countedOthers(seen: readonly Seen[], own: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const { other } of seen) {
    if (other !== null && !own.includes(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ordered.slice(0, OTHERS_MAX).map(([other]) => other);
}

const measuresOf = z.string().transform((text) => z.array(rulingKind).parse(JSON.parse(text)));

async function rulingsOf(
  db: Kysely<Records>,
  cases: readonly string[],
  policies: EnforcementPolicy['policies'],
): Promise<KnownOfCase['rulings']> {
  const rows = await db
    .selectFrom('ruling')
    .selectAll()
    .where('case_id', 'in', cases)
    .where('state', '=', 'in_force')
    .orderBy('first_at', 'desc')
    .limit(TOLD_MAX)
    .execute();
  return rows.reverse().map((row) => ({
    ...{ at_ms: row.in_force_at ?? row.first_at, measures: measuresOf.parse(row.measures), reason: row.reason },
    title: policies.find(({ id }) => id === row.policy)?.title ?? both(() => row.policy),
    byMachine: row.machine === 1,
  }));
}

async function reportsOf(db: Kysely<Records>, cases: readonly string[]): Promise<KnownOfCase['reports']> {
  const rows = await db
    .selectFrom('report')
    .select(['at', 'category', 'source', 'trusted', 'child', 'message'])
    .where('case_id', 'in', cases)
    .orderBy('received_at', 'desc')
    .limit(TOLD_MAX)
    .execute();
  return rows.reverse().map((row) => ({
    ...{ at_ms: row.at, source: trustOf(row), message: row.message },
    category: both((language) => sayCategory(row.category, language)),
  }));
}

async function earlierOf(db: Kysely<Records>, accounts: readonly string[]): Promise<EarlierReferral[]> {
  const rows = await db
    .selectFrom('referral')
    .selectAll()
    .where('account', 'in', accounts)
    .where('reference', 'is not', null)
    .where('sent_at', 'is not', null)
    // what a test system got, no authority has
    .where('test', '=', 0)
    .orderBy('sent_at', 'desc')
    .limit(TOLD_MAX)
    .execute();
  return rows.reverse().flatMap((row) => asEarlier(row) ?? []);
}

const asEarlier = ({ id, kind, case_id, reference, sent_at }: ReferralRow): EarlierReferral | null =>
  reference === null || sent_at === null ? null : { id, kind, case: case_id, reference, sentAt_ms: sent_at };
