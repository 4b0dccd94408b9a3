/** Ruling, and looking after what follows: /v1/cases/{id}/rulings, /v1/rulings, /v1/policies, /v1/enforcements, /v1/statements */
import {
  enforcementPage,
  enforcementView,
  namedPoliciesView,
  ruledView,
  rulingInput,
  secondLookInput,
  statementPage,
  statementText,
} from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { markApplied, releaseStatement, tellByHand } from './by-hand.ts';
import { openEnforcements, openStatements } from './lists.ts';
import { secondPersonMeasures } from './measures.ts';
import { confirm, disagree, type Ruled, type RulingOptions, rule, undo } from './rule.ts';
import type { StatementOptions } from './statements.ts';
import { viewEnforcements, viewRulings } from './views.ts';

export interface RulingRouteOptions extends RulingOptions, Pick<StatementOptions, 'languageOf' | 'publicUrl'> {}

const byId = z.strictObject({ id: z.string().min(1).max(128) });
const security = [{ session: [] }];

export function rulingRoutes(app: HttpApp, options: RulingRouteOptions): void {
  const { db, clock } = options;
  const view = async ({ ruling, version }: Ruled) => {
    const [shown] = await viewRulings(db, [ruling], clock());
    if (shown === undefined) throw new Error('one ruling went in');
    return { ruling: shown, version };
  };

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/rulings',
    config: { access: { to: 'staff', action: 'case.rule' } },
    schema: {
      tags: ['rulings'],
      summary: 'Rule on a case that one holds',
      description:
        'What follows waits ten seconds, in which the ruling can be taken back. Where a second person is needed, the case waits for one.',
      security,
      params: byId,
      body: rulingInput,
      response: { 200: ruledView, ...failures },
    },
    handler: async ({ params, body, staff }) => view(await rule(options, params.id, staff.id, body)),
  });

  const looks = { confirm, disagree } as const;
  for (const [look, act] of Object.entries(looks)) {
    app.route({
      method: 'POST',
      url: `/v1/rulings/:id/${look}`,
      config: { access: { to: 'staff', action: 'case.confirm' } },
      schema: {
        tags: ['rulings'],
        summary: look === 'confirm' ? 'Agree with a ruling, as the second person' : 'Disagree: the case is judged anew',
        security,
        params: byId,
        body: secondLookInput,
        response: { 200: ruledView, ...failures },
      },
      handler: async ({ params, body, staff }) => view(await act(options, params.id, staff.id, body)),
    });
  }

  app.route({
    method: 'POST',
    url: '/v1/rulings/:id/undo',
    config: { access: { to: 'staff', action: 'case.rule' } },
    schema: {
      tags: ['rulings'],
      summary: 'Take back what one ruled or confirmed last, within ten seconds',
      security,
      params: byId,
      response: { 200: ruledView, ...failures },
    },
    handler: async ({ params, staff }) => view(await undo(options, params.id, staff.id)),
  });

  app.route({
    method: 'GET',
    url: '/v1/policies',
    config: { access: { to: 'staff', action: 'case.read' } },
    schema: {
      tags: ['rulings'],
      summary: 'What can be ruled under which named policy',
      security,
      response: { 200: namedPoliciesView, ...failures },
    },
    handler: async () => {
      const settings = options.settings();
      const policies = settings.policies.map((policy) => ({
        ...{ id: policy.id, title: policy.title, told: policy.told, measures: policy.measures },
        secondPerson: secondPersonMeasures(policy, settings),
        referralNeedsSecondPerson: settings.secondPerson.referral,
        restoreNeedsSecondPerson: settings.secondPerson.restore,
      }));
      return { policies };
    },
  });
}

export function afterRulingRoutes(app: HttpApp, options: RulingRouteOptions): void {
  const { db, clock } = options;

  app.route({
    method: 'GET',
    url: '/v1/enforcements',
    config: { access: { to: 'staff', action: 'enforcement.read' } },
    schema: {
      tags: ['rulings'],
      summary: 'What the platform was asked for and has not done yet, the oldest first',
      security,
      querystring: z.strictObject({ after: z.string().max(160).optional() }),
      response: { 200: enforcementPage, ...failures },
    },
    handler: ({ query }) => openEnforcements(db, query.after, clock()),
  });

  app.route({
    method: 'POST',
    url: '/v1/enforcements/:id/applied',
    config: { access: { to: 'staff', action: 'enforcement.apply' } },
    schema: {
      tags: ['rulings'],
      summary: 'Say that the platform has done it, where it does not say so itself',
      security,
      params: byId,
      response: { 200: enforcementView, ...failures },
    },
    handler: async ({ params, staff }) => {
      const [shown] = await viewEnforcements(db, [await markApplied(db, params.id, staff.id, clock())], clock());
      if (shown === undefined) throw new Error('one enforcement went in');
      return shown;
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/statements',
    config: { access: { to: 'staff', action: 'statement.read' } },
    schema: {
      tags: ['rulings'],
      summary: 'Statements that are held back, or that somebody must tell by hand',
      security,
      response: { 200: statementPage, ...failures },
    },
    handler: async () => ({ statements: await openStatements(db) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/statements/:id/release',
    config: { access: { to: 'staff', action: 'statement.release' } },
    schema: {
      tags: ['rulings'],
      summary: 'Let a statement go out that was held back',
      security,
      params: byId,
      response: { 204: z.undefined().describe('It goes out'), ...failures },
    },
    handler: async ({ params, staff }, reply) => {
      await releaseStatement(db, params.id, staff.id, clock());
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/statements/:id/tell',
    config: { access: { to: 'staff', action: 'statement.release' } },
    schema: {
      tags: ['rulings'],
      summary: 'What to tell somebody by hand, with a new link to appeal beside those that they may have',
      security,
      params: byId,
      response: { 200: statementText, ...failures },
    },
    handler: async ({ params, staff }) => {
      const base = options.publicUrl();
      if (base === null)
        throw new ProblemError('unavailable', 'Kith does not know its own address: set KITH_PUBLIC_URL');
      const { language, title, body, appeal } = await tellByHand(options, params.id, staff.id);
      const link = appeal && { url: base + appeal.path, until: new Date(appeal.until_ms).toISOString() };
      return { language, title, body: [...body], appeal: link };
    },
  });
}
