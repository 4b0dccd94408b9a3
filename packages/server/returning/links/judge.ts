/** What somebody says of a link: it holds in Kith's answers from then on, is written down, and weights are estimated from it. */
import { randomUUID } from 'node:crypto';
import type { LinkJudgement } from '@kith/contract';
import { type CompiledPolicy, compare, type Link, sideOf, type ToldOf } from '@kith/engine';
import { appendAudit } from '../../ground/audit/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';

export interface JudgeOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  policy: CompiledPolicy;
  /** tells Kith an event of its own; resolves when it is committed */
  tell: (told: ToldOf<'link.judged'>) => Promise<void>;
  now_ms: number;
}

/**
 * Told first: a process that dies in between leaves a link that holds and nobody's name on it, and whoever judged got no answer
 * and does so again.
 * @returns the link as it is now
 */
export async function judgeLink(judgement: LinkJudgement, by: string, options: JudgeOptions): Promise<Link> {
  const { store, policy, tell, now_ms } = options;
  const { actor, other, state, note } = judgement;
  const compared = await store.ask((k) => {
    const sides = [actor, other].map((id) => sideOf(k, id));
    const unknown = sides.find(({ account }) => !account.known && account.createdAt === 0);
    if (unknown !== undefined) return { unknown: unknown.account.id };
    return { found: compare(k, sides[0], sides[1], policy.policy.returning) };
  });
  if (compared.found === undefined) {
    throw new ProblemError(
      'not_known',
      'nothing is known of this account',
      compared.unknown === actor ? 'actor' : 'other',
    );
  }
  const id = `lnk_${randomUUID().replaceAll('-', '')}`;
  await tell({ id, type: 'link.judged', at: now_ms, data: { actor, other, state } });
  await store.records.kysely.transaction().execute(async (trx) => {
    const row = { id, actor, other, state, by_staff: by, at: now_ms, note: note ?? null };
    const { comparisons } = compared.found;
    await trx
      .insertInto('link_label')
      .values({ ...row, compared: JSON.stringify(comparisons) })
      .execute();
    const detail = { other, state };
    await appendAudit(trx, {
      at_ms: now_ms,
      by: `staff:${by}`,
      action: 'link.judged',
      subject: `account:${actor}`,
      detail,
    });
  });
  const link = await store.ask((k) => k.links(actor).links.find((one) => one.other === other));
  if (link === undefined) throw new Error('a link that was judged is not there');
  return link;
}
