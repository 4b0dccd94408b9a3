/** Who is linked with an account, over two links: from knowledge, and from what newcomers were taken for it. */
import { LINKED_SHOWN_MAX, type LinkEdge, type LinkedAccount, type LinksView } from '@kith/contract';
import {
  type Comparison,
  type CompiledPolicy,
  compare,
  isJudged,
  isOfFew,
  type Knowledge,
  type Link,
  levelOfLink,
  sideOf,
} from '@kith/engine';
import type { Kysely } from 'kysely';
import type { LinkLabelRow, Records } from '../../ground/database/index.ts';
import { type KnowledgeStore, LINK_CODE } from '../../knowledge/index.ts';
import { sayLink, type Words } from '../../words/index.ts';

export interface GraphOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  policy: CompiledPolicy;
  words: Words;
  /** pseudonyms of staff */
  nameOf: (ids: readonly string[]) => Promise<(id: string | null) => string | null>;
}

/** How far from the case's account it is looked. */
const STEPS = 2;
/** Newcomers that were taken for one account and are looked at, the newest first. */
const NEWCOMERS_MAX = 32;

interface Found {
  actor: string;
  link: Link;
  /** when the actor's account began, seconds */
  began: number;
}
const pairOf = (one: string, other: string): string => JSON.stringify([one, other].sort());

/** Every link of an account that is here, in both directions. */
export async function graphOf(account: string, options: GraphOptions): Promise<LinksView> {
  const { store } = options;
  const db = store.records.kysely;
  const edges = new Map<string, Found>();
  const accounts = new Set([account]);
  let border: readonly string[] = [account];
  let more = false;
  for (let step = 0; step < STEPS && border.length > 0; step++) {
    const named = await newcomersTakenFor(db, border);
    const found = await store.ask((k) => linksAmong(k, [...border, ...named, ...onTheirDevices(k, border, options)]));
    const next = new Set<string>();
    for (const one of found) {
      const { actor, link } = one;
      if (!border.includes(actor) && !border.includes(link.other)) continue;
      const beyond = [actor, link.other].filter((id) => !accounts.has(id));
      if (accounts.size + beyond.length > LINKED_SHOWN_MAX) {
        more = true;
        continue;
      }
      const key = pairOf(actor, link.other);
      edges.set(key, clearer(edges.get(key), one));
      for (const id of beyond) {
        accounts.add(id);
        next.add(id);
      }
    }
    border = [...next];
  }
  return {
    account,
    accounts: await viewAccounts([...accounts], options),
    edges: await viewEdges([...edges.values()], options),
    more,
  };
}

const linksAmong = (k: Knowledge, ids: readonly string[]): readonly Found[] =>
  [...new Set(ids)].flatMap((actor) => {
    const { linked, createdAt } = k.account(actor);
    return linked ? k.links(actor).links.map((link) => ({ actor, link, began: createdAt })) : [];
  });

/** Of a pair both of whom have a row of it: what people said, and then as the later account has it. */
function clearer(before: Found | undefined, now: Found): Found {
  if (before === undefined) return now;
  const [one, other] = [isJudged(before.link), isJudged(now.link)];
  if (one !== other) return one ? before : now;
  if (now.began !== before.began) return now.began > before.began ? now : before;
  return now.link.points > before.link.points ? now : before;
}

async function newcomersTakenFor(db: Kysely<Records>, others: readonly string[]): Promise<readonly string[]> {
  const [seen, judged] = await Promise.all([
    db
      .selectFrom('signal')
      .select(({ fn }) => ['account', fn.max('at').as('newest')])
      .where('code', '=', LINK_CODE)
      .where('other', 'in', others)
      .groupBy('account')
      .orderBy('newest', 'desc')
      .limit(NEWCOMERS_MAX)
      .execute(),
    db.selectFrom('link_label').select('actor').distinct().where('other', 'in', others).limit(NEWCOMERS_MAX).execute(),
  ]);
  return [...seen.map(({ account }) => account), ...judged.map(({ actor }) => actor)];
}

/** A link is the later account's. Where no signal tells of it, a block holds for it all the same: as for blocks, so here. */
function onTheirDevices(k: Knowledge, ids: readonly string[], { policy }: GraphOptions): readonly string[] {
  const { accountsMax } = policy.policy.returning.blocks;
  return ids.flatMap((id) =>
    k.identifiers(id).flatMap(({ kind, hash }) => {
      if (kind !== 'device') return [];
      const sharers = k.sharers(kind, hash);
      return isOfFew(k, sharers, accountsMax) ? sharers.accounts : [];
    }),
  );
}

const iso = (at_s: number): string => new Date(at_s * 1000).toISOString();

async function viewAccounts(ids: readonly string[], { store }: GraphOptions): Promise<LinkedAccount[]> {
  const cases = await store.records.kysely
    .selectFrom('cases')
    .select(['id', 'account', 'decided_at', 'opened_at'])
    .where('account', 'in', ids)
    .orderBy('opened_at')
    .execute();
  const known = await store.ask((k) => ids.map((id) => k.account(id)));
  return known.map(({ id, ageBand, status, barred, createdAt }) => {
    const last = cases.findLast((one) => one.account === id);
    return {
      ...{ id, ageBand, status, barred, createdAt: createdAt === 0 ? null : iso(createdAt) },
      case: last === undefined ? null : { id: last.id, open: last.decided_at === null },
    };
  });
}

/** Links as they are shown, with what speaks for and against each now. */
export async function viewEdges(found: readonly Omit<Found, 'began'>[], options: GraphOptions): Promise<LinkEdge[]> {
  const { store, policy, words, nameOf } = options;
  const { returning } = policy.policy;
  const labels = await labelsOf(store.records.kysely, found);
  const names = await nameOf(labels.map(({ by_staff }) => by_staff));
  const compared = await store.ask((k) =>
    found.map(({ actor, link }) => ({
      level: levelOfLink(k, link, returning),
      because: compare(k, sideOf(k, actor), sideOf(k, link.other), returning).comparisons,
    })),
  );
  return found.map(({ actor, link: { other, points, byDevice, state, at } }, i) => {
    const { level, because } = compared[i];
    const label = labels.find((one) => pairOf(one.actor, one.other) === pairOf(actor, other));
    return {
      ...{ actor, other, points, level, byDevice, state, at: iso(at) },
      reasons: because.map((one: Comparison) => sayLink(words.terms, one)),
      judged:
        label === undefined
          ? null
          : { by: names(label.by_staff) ?? label.by_staff, at: new Date(label.at).toISOString(), note: label.note },
    };
  });
}

/** What was said last of each. */
async function labelsOf(db: Kysely<Records>, found: readonly Omit<Found, 'began'>[]): Promise<readonly LinkLabelRow[]> {
  if (found.length === 0) return [];
  const sides = found.flatMap(({ actor, link }) => [actor, link.other]);
  const rows = await db
    .selectFrom('link_label')
    .selectAll()
    .where('actor', 'in', sides)
    .where('other', 'in', sides)
    .orderBy('at', 'desc')
    .execute();
  return rows;
}
