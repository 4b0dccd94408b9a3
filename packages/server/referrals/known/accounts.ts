/** What Kith knows of the accounts that a case is about, and of those they turned to. */
import { type EnforcementKind, enforcementKind } from '@kith/contract';
import { isKnownChild, type Knowledge } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import type { KnownAccount } from '../kinds/known.ts';
import type { CaseEvidence } from './evidence.ts';

/** Others of a case that are named, those with most to be seen first: an authority asks for those concerned, not for all. */
export const OTHERS_MAX = 50;
/** Enforcements of an account that are looked at, the newest. */
const ENFORCED_MAX = 100;

type Account = KnownAccount & { child: boolean };

/** In the order given. */
export async function accountsOf(
  store: Pick<KnowledgeStore, 'ask' | 'records'>,
  accounts: readonly string[],
  details: CaseEvidence['details'],
): Promise<Account[]> {
  const known = await store.ask((k) => accounts.map((id) => lookAt(k, id)));
  const enforced = await enforcedOn(store.records.kysely, accounts);
  return known.map((one) => {
    const given = details.get(one.account);
    return {
      ...one,
      ...{ details: given?.details ?? null, evidence: given?.evidence ?? null },
      enforced: enforced.get(one.account) ?? [],
    };
  });
}

function lookAt(k: Knowledge, id: string): Omit<Account, 'details' | 'evidence' | 'enforced'> {
  const account = k.account(id);
  const links = account.linked ? k.links(id).links : [];
  return {
    ...{ account: id, ageBand: account.ageBand, country: account.country === '' ? null : account.country },
    createdAt_ms: account.createdAt === 0 ? null : account.createdAt * 1000,
    child: isKnownChild(account),
    links: links
      .filter(({ state }) => state !== 'cut')
      .map(({ other, state }) => ({ account: other, confirmed: state === 'confirmed' })),
  };
}

interface Enforced {
  kind: EnforcementKind;
  appliedAt_ms: number;
  toldPersonAt_ms: number | null;
}

/** What the platform said it has done, the newest of each kind; with when the person was told of the ruling behind it. */
async function enforcedOn(db: Kysely<Records>, accounts: readonly string[]): Promise<Map<string, Enforced[]>> {
  const rows = await db
    .selectFrom('enforcement')
    .leftJoin('statement', (join) =>
      join.onRef('statement.ruling', '=', 'enforcement.ruling').on('statement.kind', '=', 'ruling'),
    )
    .select(['enforcement.account', 'enforcement.kind', 'enforcement.applied_at', 'statement.sent_at'])
    .where('enforcement.account', 'in', accounts)
    .where('enforcement.applied_at', 'is not', null)
    .orderBy('enforcement.applied_at', 'desc')
    .limit(ENFORCED_MAX * accounts.length)
    .execute();
  const found = new Map<string, Enforced[]>();
  for (const { account, kind: text, applied_at, sent_at } of rows) {
    const kind = enforcementKind.safeParse(text).data;
    const own = found.get(account) ?? [];
    if (kind === undefined || applied_at === null || own.some((one) => one.kind === kind)) continue;
    found.set(account, [...own, { kind, appliedAt_ms: applied_at, toldPersonAt_ms: sent_at }]);
  }
  return found;
}
