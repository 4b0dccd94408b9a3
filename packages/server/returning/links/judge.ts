/**
 * What somebody says of a link: it holds in Kith's answers from then on, is written down, and weights are estimated from it. Who
 * said it last can take it back: then the link stands as it did before, and only the audit log knows.
 */
import { randomUUID } from 'node:crypto';
import type { LinkJudgement, LinkState } from '@kith/contract';
import { type Comparison, type CompiledPolicy, compare, type Link, sideOf, type ToldOf } from '@kith/engine';
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

/**
 * Told first: a process that dies in between leaves a link that holds and nobody's name on it, and whoever judged got no answer
 * and does so again.
 * @returns the link as it is now
 */
export async function judgeLink(judgement: LinkJudgement, by: string, options: JudgeOptions): Promise<Link> {
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
async function takeBack(judgement: LinkJudgement, by: string, options: JudgeOptions): Promise<Link> {
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

/** How the two compare now; refuses accounts of which nothing is known. */
async function comparisonsOf({ actor, other }: Pair, options: JudgeOptions): Promise<readonly Comparison[]> {
  const { store, policy } = options;
  const compared = await store.ask((k) => {
    const [own, others] = [sideOf(k, actor), sideOf(k, other)];
    const unknown = [own, others].find(({ account }) => !account.known && account.createdAt === 0);
    if (unknown !== undefined) return { unknown: unknown.account.id };
    return { found: compare(k, own, others, policy.policy.returning).comparisons };
  });
  if (compared.found !== undefined) return compared.found;
  const field = compared.unknown === actor ? 'actor' : 'other';
  throw new ProblemError('not_known', 'nothing is known of this account', field);
}

/** What was said of a link, the last first. */
const labelsOf = ({ records }: JudgeOptions['store'], { actor, other }: Pair): Promise<LinkLabelRow[]> =>
  records.kysely
    .selectFrom('link_label')
    .selectAll()
    .where('actor', '=', actor)
    .where('other', '=', other)
    .orderBy('at', 'desc')
    .limit(2)
    .execute();

/** @returns the event's id */
async function told({ actor, other }: Pair, state: LinkState, { tell, now_ms }: JudgeOptions): Promise<string> {
  const id = `lnk_${randomUUID().replaceAll('-', '')}`;
  await tell({ id, type: 'link.judged', at: now_ms, data: { actor, other, state } });
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

async function linkOf({ actor, other }: Pair, { store }: JudgeOptions): Promise<Link> {
  const link = await store.ask((k) => k.links(actor).links.find((one) => one.other === other));
  if (link === undefined) throw new Error('a link that was judged is not there');
  return link;
}
