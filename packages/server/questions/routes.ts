/** POST /v1/decisions, GET /v1/accounts/:id, GET /v1/contacts/:actor/:other */
import { accountView, answer, contactView, id, question } from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { type AskOptions, ask } from './ask.ts';
import { viewAccount, viewContact } from './views.ts';

/** A question with 1,000 candidates of 128 characters, escaped, in bytes. */
const QUESTION_BYTES_MAX = 1024 * 1024;

export function questionRoutes(app: HttpApp, options: AskOptions): void {
  app.route({
    method: 'POST',
    url: '/v1/decisions',
    config: { access: { to: 'key', scope: 'decisions:ask' } },
    bodyLimit: QUESTION_BYTES_MAX,
    schema: {
      tags: ['questions'],
      summary: 'Ask without telling',
      description:
        'What would be decided about an event, if it were told now; or which of up to 1,000 accounts may be suggested to ' +
        'a viewer, seen in a connection list, or located. Candidates are answered in the order given. Nothing is written.',
      security: [{ key: [] }],
      body: question,
      response: { 200: answer, ...failures },
    },
    handler: (request) => ask(request.body, options),
  });

  app.route({
    method: 'GET',
    url: '/v1/accounts/:id',
    config: { access: { to: 'key', scope: 'knowledge:read' } },
    schema: {
      tags: ['questions'],
      summary: 'What is known of an account',
      security: [{ key: [] }],
      params: z.strictObject({ id }),
      response: { 200: accountView, ...failures },
    },
    handler: async ({ params }) => {
      const now = Math.floor(options.clock() / 1000);
      const view = await options.store.ask((k) => viewAccount(k, params.id, now));
      if (view === null) throw new ProblemError('not_known', 'nothing is known of this account', 'id');
      return view;
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/contacts/:actor/:other',
    config: { access: { to: 'key', scope: 'knowledge:read' } },
    schema: {
      tags: ['questions'],
      summary: 'What is known of what one account has done towards another',
      security: [{ key: [] }],
      params: z.strictObject({ actor: id, other: id }),
      response: { 200: contactView, ...failures },
    },
    handler: async ({ params }) => {
      const view = await options.store.ask((k) => viewContact(k, params.actor, params.other));
      if (view === null) throw new ProblemError('not_known', 'neither has done anything towards the other', 'other');
      return view;
    },
  });
}
