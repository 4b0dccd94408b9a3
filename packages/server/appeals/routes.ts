/** Judging appeals: /v1/appeals */
import { appealInput, appealPage, appealView, objectionPage } from '@kith/contract';
import { z } from 'zod';
import type { AppealRow } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { mayDo } from '../ground/staff/index.ts';
import { type JudgingOptions, leaseAppeal, overturn, releaseAppeal, type Seen, uphold } from './judge.ts';
import { openObjections } from './objections.ts';
import { openAppeals, viewAppeal } from './views.ts';

const byId = z.strictObject({ id: z.string().min(1).max(128) });
const seen = z.strictObject({ version: z.int().min(0) });
const security = [{ session: [] }];

const held = {
  lease: { summary: 'Take an appeal, or go on holding it', act: leaseAppeal },
  release: { summary: 'Give an appeal back', act: releaseAppeal },
} as const;
const judged = {
  uphold: { summary: 'The ruling was right, and stays', act: uphold },
  overturn: {
    summary:
      'The ruling was wrong: what followed is undone, and the detectors are told; what two people ruled is proposed to a second one first',
    act: overturn,
  },
} as const;

export function appealRoutes(app: HttpApp, options: JudgingOptions): void {
  const { db, clock, settings } = options;
  const looking = (by: string) => ({ by, now_ms: clock(), policy: settings() });
  const view = (row: AppealRow, by: string) => viewAppeal(db, row.id, looking(by));

  app.route({
    method: 'GET',
    url: '/v1/appeals',
    config: { access: { to: 'staff', action: 'appeal.read' } },
    schema: {
      tags: ['appeals'],
      summary: 'Appeals that wait to be judged, the most pressing first',
      security,
      querystring: z.strictObject({ after: z.string().max(160).optional() }),
      response: { 200: appealPage, ...failures },
    },
    handler: ({ query, staff }) => openAppeals(db, query.after, looking(staff.id)),
  });

  app.route({
    method: 'GET',
    url: '/v1/objections',
    config: { access: { to: 'staff', action: 'appeal.read' } },
    schema: {
      tags: ['appeals'],
      summary: 'Who objects to a restriction that nobody has ruled on yet, and whose case waits',
      security,
      response: { 200: objectionPage, ...failures },
    },
    handler: ({ staff }) =>
      openObjections(db, { by: staff.id, second: mayDo(staff.roles, 'case.confirm'), now_ms: clock() }),
  });

  app.route({
    method: 'GET',
    url: '/v1/appeals/:id',
    config: { access: { to: 'staff', action: 'appeal.read' } },
    schema: {
      tags: ['appeals'],
      summary: 'One appeal, with the ruling that it objects to',
      security,
      params: byId,
      response: { 200: appealView, ...failures },
    },
    handler: ({ params, staff }) => viewAppeal(db, params.id, looking(staff.id)),
  });

  for (const [name, { summary, act }] of Object.entries(held)) {
    app.route({
      method: 'POST',
      url: `/v1/appeals/:id/${name}`,
      config: { access: { to: 'staff', action: 'appeal.decide' } },
      schema: {
        ...{ tags: ['appeals'], summary, security, params: byId, body: seen },
        response: { 200: appealView, ...failures },
      },
      handler: async ({ params, body, staff }) => view(await act(options, seenBy(params.id, staff.id, body)), staff.id),
    });
  }

  for (const [name, { summary, act }] of Object.entries(judged)) {
    app.route({
      method: 'POST',
      url: `/v1/appeals/:id/${name}`,
      config: { access: { to: 'staff', action: 'appeal.decide' } },
      schema: {
        ...{ tags: ['appeals'], summary, security, params: byId, body: appealInput },
        response: { 200: appealView, ...failures },
      },
      handler: async ({ params, body, staff }) =>
        view(await act(options, seenBy(params.id, staff.id, body), body.reason), staff.id),
    });
  }
}

const seenBy = (id: string, by: string, { version }: { version: number }): Seen => ({ id, by, version });
