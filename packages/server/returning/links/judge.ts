/**
 * What somebody says of a link: it holds in Kith's answers from then on, for both accounts, is written down, and weights are
 * estimated from it. Who said it last can take it back: then the link stands as it did before, and only the audit log knows.
 */
import { randomUUID } from 'node:crypto';
import type { LinkJudgement, LinkState } from '@kith/contract';
import {
  type Account,
  type Comparison,
  type CompiledPolicy,
  compare,
  isJudged,
  type Knowledge,
  LINKS_JUDGED_MAX,
  type Link,
  sideOf,
  type ToldOf,
} from '@kith/engine';
import type { Transaction } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { LinkLabelRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';

export interface JudgeOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  policy: CompiledPolicy;
  /** tells Kith an event of its own; resolves when it is committed */
  tell: (told: ToldOf<'link.judged'>) => Promise<void>;
  now_ms: number;
}

type Pair = Pick<LinkJudgement, 'actor' | 'other'>;

/** The link as it is now, of the later of the two accounts. */
export interface Judged {
  actor: string;
  link: Link;
}

/**
 * It holds from both sides, and is written down as of the later account, whichever of the two was named first. Told first: a
 * process that dies in between leaves a link that holds and nobody's name on it, and whoever judged got no answer and does so
 * again.
 */
export async function judgeLink(asked: LinkJudgement, by: string, options: JudgeOptions): Promise<Judged> {
  const judgement = { ...asked, ...(await laterFirst(asked, options)) };
  const { actor, other, state, note } = judgement;
  if (state === 'seen') return takeBack(judgement, by, options);
  const { store, now_ms } = options;
  const compared = await comparisonsOf(judgement, options);
  const id = await told(judgement, state, options);
  await store.records.kysely.transaction().execute(async (trx) => {
    const row = { id, actor, other, state, by_staff: by, at: now_ms, note: note ?? null };
    await trx
      .insertInto('link_label')
      .values({ ...row, compared: JSON.stringify(compared) })
      .execute();
    await written(trx, judgement, { state }, by, now_ms);
  });
  return linkOf(judgement, options);
}

/** Somebody else's word is theirs: who sees it otherwise judges the link themselves. */
async function takeBack(judgement: LinkJudgement, by: string, options: JudgeOptions): Promise<Judged> {
  const { store, now_ms } = options;
  const [last, before] = await labelsOf(store, judgement);
  if (last === undefined) {
    throw new ProblemError('not_judged', 'nobody has judged this link: there is nothing to take back', 'other');
  }
  if (last.by_staff !== by) {
    throw new ProblemError('judged_by_other', 'somebody else judged this link last: judge it yourself', 'other');
  }
  const state = before?.state ?? 'seen';
  await told(judgement, state, options);
  await store.records.kysely.transaction().execute(async (trx) => {
    await trx.deleteFrom('link_label').where('id', '=', last.id).execute();
    await written(trx, judgement, { state, takenBack: last.state }, by, now_ms);
  });
  return linkOf(judgement, options);
}

const REFUSALS = {
  not_known: 'nothing is known of this account',
  not_possible: `${LINKS_JUDGED_MAX} links of this account have been judged, which is the limit`,
} as const;

/** Nothing is known of it, or it has no room for one more judgement. */
function refusalOf(k: Knowledge, one: string, another: string): keyof typeof REFUSALS | null {
  const account = k.account(one);
  if (!account.known && account.createdAt === 0) return 'not_known';
  const judged = account.linked ? k.links(one).links.filter(isJudged) : [];
  const isFull = judged.length >= LINKS_JUDGED_MAX && judged.every(({ other }) => other !== another);
  return isFull ? 'not_possible' : null;
}

/** The later of the two: of accounts that began in the same second, the one that was taken for the other. */
function isLater(k: Knowledge, one: Account, another: Account): boolean {
  if (one.createdAt !== another.createdAt) return one.createdAt > another.createdAt;
  const linkOf = ({ id, linked }: Account, of: string) =>
    linked ? k.links(id).links.find(({ other }) => other === of) : undefined;
  const points = (linkOf(one, another.id)?.points ?? 0) - (linkOf(another, one.id)?.points ?? 0);
  return points === 0 ? one.id > another.id : points > 0;
}

/** @throws ProblemError that names the account at fault */
async function laterFirst({ actor, other }: Pair, { store }: JudgeOptions): Promise<Pair> {
  const asked = await store.ask((k) => {
    const refused = { actor: refusalOf(k, actor, other), other: refusalOf(k, other, actor) };
    return { refused, swapped: isLater(k, k.account(other), k.account(actor)) };
  });
  for (const field of ['actor', 'other'] as const) {
    const refusal = asked.refused[field];
    if (refusal !== null) throw new ProblemError(refusal, REFUSALS[refusal], field);
  }
  return asked.swapped ? { actor: other, other: actor } : { actor, other };
}

/** How the two compare now. */
const comparisonsOf = ({ actor, other }: Pair, { store, policy }: JudgeOptions): Promise<readonly Comparison[]> =>
  store.ask((k) => compare(k, sideOf(k, actor), sideOf(k, other), policy.policy.returning).comparisons);

/** What was said of a link, the last first. */
const labelsOf = ({ records }: JudgeOptions['store'], { actor, other }: Pair): Promise<LinkLabelRow[]> =>
  records.kysely
    .selectFrom('link_label')
    .selectAll()
    .where('actor', 'in', [actor, other])
    .where('other', 'in', [actor, other])
    .orderBy('at', 'desc')
    .limit(2)
    .execute();

/** To both. @returns the event's id */
async function told({ actor, other }: Pair, state: LinkState, { tell, now_ms }: JudgeOptions): Promise<string> {
  const id = `lnk_${randomUUID().replaceAll('-', '')}`;
  await Promise.all([
    tell({ id, type: 'link.judged', at: now_ms, data: { actor, other, state } }),
    tell({ id: `${id}:back`, type: 'link.judged', at: now_ms, data: { actor: other, other: actor, state } }),
  ]);
  return id;
}

const written = (
  trx: Transaction<Records>,
  { actor, other }: Pair,
  said: { state: LinkState; takenBack?: LinkState },
  by: string,
  at_ms: number,
): Promise<unknown> =>
  appendAudit(trx, {
    ...{ at_ms, by: `staff:${by}`, action: 'link.judged', subject: `account:${actor}`, detail: { other, ...said } },
  });

/** One that was there only because people said so, and who said it took it back, is none. */
async function linkOf({ actor, other }: Pair, { store, now_ms }: JudgeOptions): Promise<Judged> {
  const link = await store.ask((k) => k.links(actor).links.find((one) => one.other === other));
  const none: Link = { other, points: 0, byDevice: false, state: 'seen', at: Math.floor(now_ms / 1000) };
  return { actor, link: link ?? none };
}
