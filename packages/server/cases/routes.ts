/** /v1/cases, /v1/search and the overview of an account: for those who judge. */
import {
  accountOverview,
  type CasePolicy,
  type CaseSummary,
  casePage,
  caseSummary,
  casesQuery,
  caseView,
  conversationPage,
  conversationQuery,
  id,
  leaseInput,
  mergeInput,
  moveInput,
  nextAnswer,
  nextInput,
  noteInput,
  reopenInput,
  searchQuery,
  searchView,
} from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CaseRow } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { type Language, languageOf } from '../ground/pages/index.ts';
import type { KeyFolder } from '../ground/sealing/index.ts';
import { mayDo } from '../ground/staff/index.ts';
import { act, type BareAct, type Line } from './acts.ts';
import { viewConversation } from './conversation.ts';
import { CaseDoor } from './door.ts';
import { exposureOf, severityFor } from './exposure.ts';
import { merge } from './merge.ts';
import { overviewOf } from './overview.ts';
import { pseudonymsOf } from './people.ts';
import { countsOf, lease, pageOf, takeNext } from './queue.ts';
import { search } from './search.ts';
import { type Looking, summaryOf } from './summary.ts';
import { type ViewOptions, viewCase } from './view.ts';

export interface CaseRoutesOptions extends ViewOptions {
  /** null where no text can be kept */
  keys: KeyFolder | null;
}

const READ = { access: { to: 'staff', action: 'case.read' } } as const;
const WORK = { access: { to: 'staff', action: 'case.work' } } as const;
const SEE = { access: { to: 'staff', action: 'evidence.see' } } as const;
const CONFIRM = { access: { to: 'staff', action: 'case.confirm' } } as const;
const SEARCH = { access: { to: 'staff', action: 'account.search' } } as const;

const common = { tags: ['cases'], security: [{ session: [] }] };
const params = z.strictObject({ id });
const unknown = () => new ProblemError('not_known', 'there is no such case', 'id');

export function caseRoutes(app: HttpApp, options: CaseRoutesOptions): void {
  const { store, policy, clock } = options;
  const db = store.records.kysely;
  const settings = (): CasePolicy => policy().policy.cases;
  const door = new CaseDoor(settings);
  const leaseEnds = (now_ms: number): number => now_ms + settings().leaseMinutes * 60_000;

  const lookingOf = (request: FastifyRequest, now_ms = clock()): Omit<Looking, 'nameOf'> => ({
    ...{ by: request.staff.id, policy: settings(), language: languageAsked(request), now_ms },
  });
  async function summaries(rows: readonly CaseRow[], looking: Omit<Looking, 'nameOf'>): Promise<CaseSummary[]> {
    const nameOf = await pseudonymsOf(
      db,
      rows.map(({ leased_by }) => leased_by),
    );
    return rows.map((row) => summaryOf(row, { ...looking, nameOf }));
  }
  /** The case as it became. */
  async function became(row: CaseRow, request: FastifyRequest): Promise<CaseSummary> {
    const [summary] = await summaries([row], lookingOf(request));
    return summary;
  }
  const mayConfirm = (request: FastifyRequest): boolean => mayDo(request.staff.roles, 'case.confirm');

  app.route({
    method: 'GET',
    url: '/v1/cases',
    config: READ,
    schema: {
      ...common,
      summary: 'The queue: the most pressing first; what is decided or closed, the newest first',
      querystring: casesQuery,
      response: { 200: casePage, ...failures },
    },
    handler: async (request) => {
      const looking = lookingOf(request);
      const [{ rows, next }, counts] = await Promise.all([pageOf(db, request.query, looking.now_ms), countsOf(db)]);
      return { cases: await summaries(rows, looking), next, counts, queues: queuesOf(counts, looking) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/cases/:id',
    config: READ,
    schema: {
      ...common,
      summary: 'A case: everything but what was said',
      params,
      response: { 200: caseView, ...failures },
    },
    handler: async (request) => {
      const viewer = { ...lookingOf(request), second: mayConfirm(request) };
      const view = await viewCase(request.params.id, viewer, options);
      if (view === null) throw unknown();
      return view;
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/cases/:id/conversation',
    config: SEE,
    schema: {
      ...common,
      summary: 'What was said between the account of a case and another; leaves a line in the audit log',
      params,
      querystring: conversationQuery,
      response: { 200: conversationPage, ...failures },
    },
    handler: async (request) => {
      const { query, staff } = request;
      const row = await db.selectFrom('cases').selectAll().where('id', '=', request.params.id).executeTakeFirst();
      if (row === undefined) throw unknown();
      const account = query.of ?? row.account;
      if (account !== row.account && !(await isMerged(account, row.id))) {
        throw new ProblemError('invalid_field', "of: must be one of the case's accounts", 'of');
      }
      const { keep, cases } = policy().policy;
      return viewConversation({ row, account, by: staff.id }, query, {
        ...{ store, keys: options.keys, keep, exposure: cases.exposure },
        ...{ language: languageAsked(request), now_ms: clock() },
      });
    },
  });

  const isMerged = async (account: string, into: string): Promise<boolean> =>
    (await db
      .selectFrom('cases')
      .select('id')
      .where('merged_into', '=', into)
      .where('account', '=', account)
      .executeTakeFirst()) !== undefined;

  app.route({
    method: 'POST',
    url: '/v1/cases/next',
    config: WORK,
    schema: {
      ...common,
      summary: 'Take the most pressing case that one may take',
      body: nextInput,
      response: { 200: nextAnswer, ...failures },
    },
    handler: async (request) => {
      const looking = lookingOf(request);
      const { by, now_ms } = looking;
      const { exposure: budget } = settings();
      const exposure = await exposureOf(db, by, budget, now_ms);
      const severityMax = severityFor(exposure, budget);
      const taken = await takeNext(db, {
        ...{ queue: request.body.queue, by, second: mayConfirm(request), severityMax },
        ...{ leaseEnds_ms: leaseEnds(now_ms), now_ms },
      });
      if (taken !== null) return { found: 'case' as const, case: await became(taken, request), exposure };
      return { found: exposure.over ? ('break' as const) : ('nothing' as const), exposure };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/lease',
    config: WORK,
    schema: {
      ...common,
      summary: 'Take this case, or go on holding it',
      params,
      body: leaseInput,
      response: { 200: caseSummary, ...failures },
    },
    handler: async (request) => {
      const now_ms = clock();
      const moment = { case: request.params.id, version: request.body.version, by: request.staff.id, now_ms };
      return became(await lease(db, moment, leaseEnds(now_ms), mayConfirm(request)), request);
    },
  });

  /** An act of whoever asks, with its line. */
  async function acted(
    request: FastifyRequest,
    caseId: string,
    version: number,
    bare: BareAct,
    line: Line,
    also: Partial<CaseRow> = {},
  ): Promise<CaseSummary> {
    const moment = { case: caseId, version, by: request.staff.id, now_ms: clock() };
    return became(await db.transaction().execute((trx) => act(trx, moment, bare, line, also)), request);
  }

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/release',
    config: WORK,
    schema: {
      ...common,
      summary: 'Give a case back',
      params,
      body: leaseInput,
      response: { 200: caseSummary, ...failures },
    },
    handler: (request) =>
      acted(request, request.params.id, request.body.version, { act: 'release' }, { kind: 'released' }),
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/move',
    config: WORK,
    schema: {
      ...common,
      summary: 'Move a case to another queue',
      params,
      body: moveInput,
      response: { 200: caseSummary, ...failures },
    },
    handler: async (request) => {
      const { version, queue, note } = request.body;
      const { counts } = { counts: await countsOf(db) };
      if (!queuesOf(counts, lookingOf(request)).some(({ name }) => name === queue)) {
        throw new ProblemError('invalid_field', 'queue: there is no such queue', 'queue');
      }
      const line: Line = { kind: 'moved', detail: { to: queue }, note };
      return acted(request, request.params.id, version, { act: 'move' }, line, { queue, weigh_at: 0 });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/note',
    config: WORK,
    schema: {
      ...common,
      summary: 'Write something into the history of a case',
      params,
      body: noteInput,
      response: { 200: caseSummary, ...failures },
    },
    handler: (request) => {
      const { version, text } = request.body;
      return acted(request, request.params.id, version, { act: 'note' }, { kind: 'noted', note: text });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/merge',
    config: WORK,
    schema: {
      ...common,
      summary: 'Merge a case into another of the same person; gives the one that is left',
      params,
      body: mergeInput,
      response: { 200: caseSummary, ...failures },
    },
    handler: async (request) => {
      const { version, into, note } = request.body;
      const moment = { case: request.params.id, version, by: request.staff.id, now_ms: clock() };
      return became(await merge(db, moment, into, note), request);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/reopen',
    config: CONFIRM,
    schema: {
      ...common,
      summary: 'Have a decided case judged again',
      params,
      body: reopenInput,
      response: { 200: caseSummary, ...failures },
    },
    handler: async (request) => {
      const { version, note } = request.body;
      const moment = { case: request.params.id, version, by: request.staff.id, now_ms: clock() };
      return became(await db.transaction().execute((trx) => door.reopen(trx, moment, note)), request);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/search',
    config: SEARCH,
    schema: {
      ...common,
      summary: 'Find an account, a case, a report or a message by its name, or by how that begins',
      querystring: searchQuery,
      response: { 200: searchView, ...failures },
    },
    handler: ({ query }) => search(query.q, { store }),
  });

  app.route({
    method: 'GET',
    url: '/v1/accounts/:id/overview',
    config: SEARCH,
    schema: {
      ...common,
      summary: 'An account, for those who judge: what is known of it, its risk, cases and contacts',
      params,
      response: { 200: accountOverview, ...failures },
    },
    handler: async (request) => {
      const view = await overviewOf(request.params.id, lookingOf(request), options);
      if (view === null) throw new ProblemError('not_known', 'nothing is known of this account', 'id');
      return view;
    },
  });
}

/** The language that somebody chose, else their browser's. */
const languageAsked = ({ staff, headers }: FastifyRequest): Language =>
  languageOf(staff.language, headers['accept-language']);

/** The policy's queues, and what else has cases: those that a rule names. */
function queuesOf(
  counts: Readonly<Record<string, number>>,
  { policy, language }: Pick<Looking, 'policy' | 'language'>,
) {
  const named = policy.queues.map(({ name, words }) => ({ name, words: words[language] }));
  const others = Object.keys(counts).filter((name) => !named.some((one) => one.name === name));
  return [...named, ...others.sort().map((name) => ({ name, words: name }))];
}
