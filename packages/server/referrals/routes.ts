/** /v1/referrals, and drafting one of a case: for those who judge, and those who check their work. */
import {
  checkInput,
  coveredInput,
  draftInput,
  editInput,
  id,
  reasonedInput,
  referenceInput,
  referralContent,
  referralPage,
  referralsQuery,
  referralView,
  requestInput,
  stepInput,
} from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReferralRow } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { type Language, languageOf } from '../ground/pages/index.ts';
import { mayDo } from '../ground/staff/index.ts';
import { bundleRoutes } from './bundle/routes.ts';
import { readReferral } from './content.ts';
import { draft } from './draft.ts';
import { pageOf } from './list.ts';
import { openContent } from './opened.ts';
import type { ReferralOptions } from './options.ts';
import { cover, leave, noteReference, retain, sendAgain } from './outcome.ts';
import { approve, check, edit, giveBack, type Seen } from './people.ts';
import { answerRequest, noteRequest } from './requests.ts';
import { usualKind } from './settings.ts';
import { viewReferral, viewSummaries } from './views.ts';

const to = (action: 'referral.read' | 'referral.work' | 'referral.approve' | 'referral.file') =>
  ({ access: { to: 'staff', action } }) as const;

const common = { tags: ['referrals'], security: [{ session: [] }] };
const params = z.strictObject({ id });
const view = { 200: referralView, ...failures };

/** @param options null where there is no folder for keys: then nothing can be sealed, and nothing referred */
export function referralRoutes(app: HttpApp, given: ReferralOptions | null): void {
  const ready = (): ReferralOptions => {
    if (given !== null) return given;
    const message =
      'there is no folder for keys, without which no evidence is kept and nothing referred: KITH_KEEP_KEYS';
    throw new ProblemError('unavailable', message);
  };
  const became = (row: Pick<ReferralRow, 'id'>, request: FastifyRequest) =>
    viewReferral(ready(), row.id, {
      ...{ by: request.staff.id, language: languageAsked(request) },
      works: mayDo(request.staff.roles, 'referral.work'),
    });
  const seenBy = ({ staff }: FastifyRequest, referral: string, { version }: { version: number }): Seen => ({
    ...{ referral, version, by: staff.id },
  });
  bundleRoutes(app, ready);

  app.route({
    method: 'GET',
    url: '/v1/referrals',
    config: to('referral.read'),
    schema: {
      ...common,
      summary: 'Referrals: those of a state that waits for people by when they are due, others the newest first',
      querystring: referralsQuery,
      response: { 200: referralPage, ...failures },
    },
    handler: async (request) => {
      const options = ready();
      const language = languageAsked(request);
      const { rows, next } = await pageOf(options.store.records.kysely, request.query);
      const usual = usualKind(options.settings);
      const kinds = options.kinds.all.map(({ kind, authority, filing }) => ({
        ...{ kind, authority: authority[language], byHand: filing.by === 'hand', usual: kind === usual },
        test: filing.by === 'machine' && filing.test,
      }));
      const { registeredOn, administrators } = options.settings.nca;
      const isNamed = registeredOn !== null || administrators.length > 0;
      const people = administrators.map(({ firstName, lastName, role, email }) => ({
        ...{ name: `${firstName} ${lastName}`, role, email },
      }));
      return {
        ...{ referrals: await viewSummaries(options, rows, language), next, kinds },
        nca: isNamed ? { registeredOn, administrators: people } : null,
      };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/referrals/:id',
    config: to('referral.read'),
    schema: { ...common, summary: 'A referral: all but what it says', params, response: view },
    handler: async (request) => became({ id: request.params.id }, request),
  });

  app.route({
    method: 'POST',
    url: '/v1/referrals/:id/open',
    config: to('referral.work'),
    schema: {
      ...common,
      summary: 'What it says, to be completed, read or copied; leaves a line in the audit log',
      params,
      response: { 200: referralContent, ...failures },
    },
    handler: async (request) => {
      const options = ready();
      const row = await readReferral(options.store.records.kysely, request.params.id);
      return openContent(options, row, request.staff.id, languageAsked(request));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/referrals',
    config: to('referral.work'),
    schema: {
      ...common,
      summary: 'Draft a referral of a case, prefilled from what is known; or one that adds to an earlier one',
      params,
      body: draftInput,
      response: view,
    },
    handler: async (request) => {
      const { kind, supplements = null, besides = null } = request.body;
      const wanted = { case: request.params.id, kind, supplements, besides, by: request.staff.id, awareAt_ms: null };
      return became(await draft(ready(), wanted), request);
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/referrals/:id',
    config: to('referral.work'),
    schema: {
      ...common,
      summary: 'Change what a draft says, and what goes with it',
      params,
      body: editInput,
      response: view,
    },
    handler: async (request) => {
      const { version, ...changes } = request.body;
      return became(await edit(ready(), seenBy(request, request.params.id, { version }), changes), request);
    },
  });

  const steps = [
    ['approve', 'referral.approve', 'The second look, by somebody who did not check it: it may leave', approve],
    ['send-again', 'referral.approve', 'The authority refused it, and it is to be tried again as it is', sendAgain],
    ['retain', 'referral.approve', 'Nothing more is to be done about it', retain],
  ] as const;
  for (const [name, action, summary, does] of steps) {
    app.route({
      method: 'POST',
      url: `/v1/referrals/:id/${name}`,
      config: to(action),
      schema: { ...common, summary, params, body: stepInput, response: view },
      handler: async (request) =>
        became(await does(ready(), seenBy(request, request.params.id, request.body)), request),
    });
  }

  app.route({
    method: 'POST',
    url: '/v1/referrals/:id/check',
    config: to('referral.work'),
    schema: {
      ...common,
      summary: 'It is complete: a second person must approve it',
      params,
      body: checkInput,
      response: view,
    },
    handler: async (request) =>
      became(await check(ready(), seenBy(request, request.params.id, request.body), request.body), request),
  });

  const reasoned = [
    ['give-back', 'referral.work', 'It must be changed before it may leave', giveBack],
    ['not-reported', 'referral.approve', 'Nobody gets it, and why', leave],
  ] as const;
  for (const [name, action, summary, does] of reasoned) {
    app.route({
      method: 'POST',
      url: `/v1/referrals/:id/${name}`,
      config: to(action),
      schema: { ...common, summary, params, body: reasonedInput, response: view },
      handler: async (request) =>
        became(await does(ready(), seenBy(request, request.params.id, request.body), request.body.reason), request),
    });
  }

  app.route({
    method: 'POST',
    url: '/v1/referrals/:id/covered',
    config: to('referral.approve'),
    schema: {
      ...common,
      summary: 'Another authority has it: nothing is reported twice',
      params,
      body: coveredInput,
      response: view,
    },
    handler: async (request) =>
      became(await cover(ready(), seenBy(request, request.params.id, request.body), request.body), request),
  });

  app.route({
    method: 'POST',
    url: '/v1/referrals/:id/reference',
    config: to('referral.file'),
    schema: {
      ...common,
      summary: 'It was filed by hand: the reference number and the receipt that came back',
      params,
      body: referenceInput,
      response: view,
    },
    handler: async (request) =>
      became(await noteReference(ready(), seenBy(request, request.params.id, request.body), request.body), request),
  });

  app.route({
    method: 'POST',
    url: '/v1/referrals/:id/requests',
    config: to('referral.file'),
    schema: {
      ...common,
      summary: 'An authority asks for something: when it must be answered',
      params,
      body: requestInput,
      response: view,
    },
    handler: async (request) => {
      const { receivedAt, what } = request.body;
      const noted = { receivedAt_ms: Date.parse(receivedAt), what };
      return became(await noteRequest(ready(), seenBy(request, request.params.id, request.body), noted), request);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/referrals/:id/requests/:request/answer',
    config: to('referral.file'),
    schema: {
      ...common,
      summary: 'It was answered, and what',
      params: params.extend({ request: id }),
      body: reasonedInput,
      response: view,
    },
    handler: async (request) => {
      const { id: referral, request: asked } = request.params;
      return became(
        await answerRequest(ready(), seenBy(request, referral, request.body), asked, request.body.reason),
        request,
      );
    },
  });
}

/** The language that somebody chose, else their browser's. */
const languageAsked = ({ staff, headers }: FastifyRequest): Language =>
  languageOf(staff.language, headers['accept-language']);
