/** GET /v1/accounts/:id/risk */
import { id, riskView } from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { type RiskOptions, viewRisk } from './view.ts';

export function riskRoutes(app: HttpApp, options: RiskOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/accounts/:id/risk',
    config: { access: { to: 'key', scope: 'knowledge:read' } },
    schema: {
      tags: ['questions'],
      summary: 'What Kith makes of an account, and why',
      description:
        'The score (log-odds) is the sum of its contributions, each with its value and words that a moderator can check; ' +
        'signals name the messages in which something was seen. A score slows contact and opens a case: people decide.',
      security: [{ key: [] }],
      params: z.strictObject({ id }),
      response: { 200: riskView, ...failures },
    },
    handler: async ({ params }) => {
      const view = await viewRisk(params.id, options);
      if (view === null) throw new ProblemError('not_known', 'nothing is known of this account', 'id');
      return view;
    },
  });
}
