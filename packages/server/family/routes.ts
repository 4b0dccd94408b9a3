/** What the platform calls for guardianships: /v1/guardianships and /v1/family-links. */
import {
  familyLink,
  familyLinkInput,
  guardianship,
  guardianshipAnswer,
  guardianshipEnded,
  guardianshipEnding,
  guardianshipInput,
  guardianshipLookUp,
  guardianshipMade,
  guardianshipShown,
  guardianships,
  id,
} from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { answerByCode, answerById } from './answer.ts';
import { end } from './end.ts';
import { showByCode, showById } from './invitation.ts';
import { invite, listFor } from './invite.ts';
import type { Act, FamilyOptions } from './options.ts';
import { makeLink } from './sign-in.ts';

export const config = { access: { to: 'key', scope: 'families' } } as const;
export const shared = { tags: ['families'], security: [{ key: [] }] };
const byId = z.strictObject({ id });

/** Who calls, and when. */
export const actOf = ({ clock }: Pick<FamilyOptions, 'clock'>, { keyId }: { keyId: string | null }): Act => ({
  by: `key:${keyId ?? 'none'}`,
  now_ms: clock(),
});

export function guardianshipRoutes(app: HttpApp, o: FamilyOptions): void {
  app.route({
    method: 'POST',
    url: '/v1/guardianships',
    config,
    schema: {
      ...shared,
      summary: 'Invite a guardian, or a child',
      description:
        'By whoever is signed in on the platform. Name the other, or leave them out and show the `code` to whoever invites: the ' +
        'other types it. Nothing in the answer says whether an account of the other is there, or would do. Nobody sees ' +
        'anything before the one who was asked says yes.',
      body: guardianshipInput,
      response: { 200: guardianshipMade, ...failures },
    },
    handler: (request) => invite(o, request.body, actOf(o, request)),
  });

  app.route({
    method: 'GET',
    url: '/v1/guardianships',
    config,
    schema: {
      ...shared,
      summary: 'Guardianships of an account, as guardian or as child, the newest first',
      querystring: z.strictObject({ account: id }),
      response: { 200: guardianships, ...failures },
    },
    handler: async ({ query }) => ({ guardianships: await listFor(o, query.account, o.clock()) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/guardianships/code',
    config,
    schema: {
      ...shared,
      summary: 'What an invitation asks, by its code: who asks, what would be seen, and what never is',
      description:
        'Show all of it before you ask for a yes or a no; `terms` goes back with a yes. It uses nothing up. An account may try five ' +
        'wrong codes in an hour, here and in answers together.',
      body: guardianshipLookUp,
      response: { 200: guardianshipShown, ...failures },
    },
    handler: (request) => showByCode(o, request.body, actOf(o, request)),
  });

  app.route({
    method: 'GET',
    url: '/v1/guardianships/:id/invitation',
    config,
    schema: {
      ...shared,
      summary: 'What an invitation asks that names the one who would answer',
      params: byId,
      querystring: guardianshipLookUp.omit({ code: true }),
      response: { 200: guardianshipShown, ...failures },
    },
    handler: (request) => showById(o, request.params.id, request.query, actOf(o, request)),
  });

  app.route({
    method: 'POST',
    url: '/v1/guardianships/code/answer',
    config,
    schema: {
      ...shared,
      summary: 'Answer an invitation by its code',
      description:
        'A code works once. An account may try five wrong ones in an hour. A child says yes with the `terms` that it was shown: ' +
        '`invitation_changed` where they are not so any more.',
      body: guardianshipAnswer,
      response: { 200: guardianship, ...failures },
    },
    handler: (request) => answerByCode(o, request.body, actOf(o, request)),
  });

  app.route({
    method: 'POST',
    url: '/v1/guardianships/:id/answer',
    config,
    schema: {
      ...shared,
      summary: 'Answer an invitation that names the one who answers',
      params: byId,
      body: guardianshipAnswer,
      response: { 200: guardianship, ...failures },
    },
    handler: (request) => answerById(o, request.params.id, request.body, actOf(o, request)),
  });

  app.route({
    method: 'POST',
    url: '/v1/guardianships/:id/end',
    config,
    schema: {
      ...shared,
      summary: 'End a guardianship, or take an invitation back',
      params: byId,
      body: guardianshipEnding,
      response: { 200: guardianshipEnded, ...failures },
    },
    handler: (request) => end(o, request.params.id, request.body.by, actOf(o, request)),
  });

  app.route({
    method: 'POST',
    url: '/v1/family-links',
    config,
    schema: {
      ...shared,
      summary: 'A link that signs somebody in to the Family Centre, once',
      description:
        'For a guardian or a child who is signed in on the platform. Open it at once: it works for ten minutes.',
      body: familyLinkInput,
      response: { 200: familyLink, ...failures },
    },
    handler: (request) => {
      const base = o.publicUrl() ?? `${request.protocol}://${request.host}`;
      return makeLink(o, request.body, base, actOf(o, request));
    },
  });
}
