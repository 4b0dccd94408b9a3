/** GET /v1/cases/:id/links and POST /v1/links/judge: for those who judge cases. */
import { id, linkJudged, linkJudgement, linksView } from '@kith/contract';
import type { CompiledPolicy } from '@kith/engine';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../../ground/http/index.ts';
import { type Language, languageOf } from '../../ground/pages/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import type { Words } from '../../words/index.ts';
import { type GraphOptions, graphOf, viewEdges } from './graph.ts';
import { type JudgeOptions, judgeLink } from './judge.ts';

export interface LinkRoutesOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  policy: () => CompiledPolicy;
  /** in the language that is asked for */
  words: (language: Language) => Words;
  nameOf: GraphOptions['nameOf'];
  tell: JudgeOptions['tell'];
  /** milliseconds since 1970 */
  clock: () => number;
}

const common = { tags: ['cases'], security: [{ session: [] }] };

export function linkRoutes(app: HttpApp, { store, policy, words, nameOf, tell, clock }: LinkRoutesOptions): void {
  const graph = (request: FastifyRequest): GraphOptions => ({
    ...{
      store,
      policy: policy(),
      nameOf,
      words: words(languageOf(request.staff.language, request.headers['accept-language'])),
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/cases/:id/links',
    config: { access: { to: 'staff', action: 'case.read' } },
    schema: {
      ...common,
      summary: 'Accounts that are taken for the same person’s as that of the case, and why',
      params: z.strictObject({ id }),
      response: { 200: linksView, ...failures },
    },
    handler: async (request) => {
      const row = await store.records.kysely
        .selectFrom('cases')
        .select('account')
        .where('id', '=', request.params.id)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('not_known', 'there is no such case', 'id');
      return graphOf(row.account, graph(request));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/links/judge',
    config: { access: { to: 'staff', action: 'link.judge' } },
    schema: {
      ...common,
      summary: 'Say whether two accounts are the same person’s: it holds at once',
      body: linkJudgement,
      response: { 200: linkJudged, ...failures },
    },
    handler: async (request) => {
      const { body, staff } = request;
      const judged = await judgeLink(body, staff.id, { store, policy: policy(), tell, now_ms: clock() });
      const [edge] = await viewEdges([judged], graph(request));
      return { edge };
    },
  });
}
