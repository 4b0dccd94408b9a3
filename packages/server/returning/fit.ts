/** From who is known here, and what people said of links, to weights for recognising who comes back. */
import type { Agreement, ReturningPolicy } from '@kith/contract';
import { comparedWithBarred, estimate, isKnownChild, type Pair, pairOf } from '@kith/engine';
import type { KnowledgeStore } from '../knowledge/index.ts';

/** Accounts that are compared at most: from there on more of them say nothing new. */
const ACCOUNTS_MAX = 200_000;
/** Accounts that are compared at once, between which others are answered. */
const AT_ONCE = 500;
/** With fewer pairs chance would speak: a run refuses. */
export const PAIRS_LEAST = 200;
/** A change below this is not worth a line, and is not made. */
const CHANGE_LEAST = 0.0005;
const DAY_S = 86_400;

export interface FieldChange {
  path: readonly string[];
  before: number;
  after: number;
}

export interface Fitted {
  accounts: number;
  pairs: number;
  /** of these, people have judged so many */
  judged: number;
  /** share of the pairs that are one person's, as estimated */
  share: number;
  changes: readonly FieldChange[];
}

/** @returns null where there is too little to learn from */
export async function fitReturning(
  store: Pick<KnowledgeStore, 'rows' | 'ask' | 'records'>,
  policy: ReturningPolicy,
  days: number,
  now_ms: number,
): Promise<Fitted | { tooFew: number }> {
  const now_s = Math.floor(now_ms / 1000);
  const newcomers: string[] = [];
  for await (const rows of store.rows()) {
    for (const row of rows) {
      if (row.row !== 'account' || newcomers.length >= ACCOUNTS_MAX) continue;
      if (row.value.createdAt > now_s - days * DAY_S && !row.value.barred) newcomers.push(row.value.id);
    }
  }
  const judged = await judgedLinks(store);
  const pairs: Pair[] = [];
  let said = 0;
  for (let i = 0; i < newcomers.length; i += AT_ONCE) {
    const found = await store.ask((k) =>
      newcomers.slice(i, i + AT_ONCE).flatMap((id) =>
        comparedWithBarred(k, id, now_s, policy).map(({ other, compared }) => {
          const same = judged.get(keyOf(id, other)) ?? null;
          return pairOf(compared.comparisons, isKnownChild(k.account(id)), same, policy);
        }),
      ),
    );
    said += found.filter(({ same }) => same !== null).length;
    pairs.push(...found);
  }
  if (pairs.length < PAIRS_LEAST) return { tooFew: pairs.length };
  const { fields, share } = estimate(pairs, policy.fields);
  const changes = Object.entries(policy.fields).flatMap(([field, before]) => changesOf(field, before, fields));
  return { accounts: newcomers.length, pairs: pairs.length, judged: said, share, changes };
}

function changesOf(field: string, before: Agreement, fields: Readonly<Record<string, Agreement>>): FieldChange[] {
  const after = fields[field] ?? before;
  return (['m', 'u'] as const).flatMap((name) =>
    Math.abs(after[name] - before[name]) < CHANGE_LEAST
      ? []
      : [
          {
            path: ['returning', 'fields', field, name],
            before: before[name],
            after: Number(after[name].toPrecision(4)),
          },
        ],
  );
}

/** Whichever of the two is named first. */
const keyOf = (one: string, other: string): string => JSON.stringify([one, other].sort());

/** What people said last of each pair. */
async function judgedLinks({ records }: Pick<KnowledgeStore, 'records'>): Promise<ReadonlyMap<string, boolean>> {
  const labels = await records.kysely
    .selectFrom('link_label')
    .select(['actor', 'other', 'state'])
    .orderBy('at')
    .execute();
  return new Map(labels.map(({ actor, other, state }) => [keyOf(actor, other), state === 'confirmed']));
}
