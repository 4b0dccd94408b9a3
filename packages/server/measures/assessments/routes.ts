/** /v1/assessments: read by those who lead, answer for compliance or audit; written by those who answer for compliance. */
import {
  assessmentDifference,
  assessmentList,
  assessmentName,
  assessmentVersion,
  assessmentView,
  changeInput,
  discardInput,
  sectionInput,
  signInput,
} from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { documentFormats, sendDocument } from '../../documents/index.ts';
import { failures, type HttpApp, ProblemError } from '../../ground/http/index.ts';
import { noteChange, withdrawChange } from './changes.ts';
import { differenceOf } from './difference.ts';
import { documentOf } from './document.ts';
import { beginDraft, type Doing, discardDraft, readDraft, readSections, saveSection } from './drafts.ts';
import type { AssessmentOptions } from './options.ts';
import { shownSections } from './shown.ts';
import { sign } from './signing.ts';
import { readVersion } from './versions.ts';
import { kindOf, listAssessments, viewAssessment, viewVersion } from './views.ts';

const READ = { access: { to: 'staff', action: 'measures.read' } } as const;
const WRITE = { access: { to: 'staff', action: 'measures.write' } } as const;
const common = { tags: ['measures'], security: [{ session: [] }] };
const number = z.coerce.number().int().min(1).max(1_000_000);
const params = z.strictObject({ kind: assessmentName });
const view = { 200: assessmentView, ...failures };

export function assessmentRoutes(app: HttpApp, options: AssessmentOptions): void {
  const { db, registry, clock } = options;
  const doing = ({ staff }: Pick<FastifyRequest, 'staff'>): Doing => ({ by: staff.id, at_ms: clock() });

  app.route({
    method: 'GET',
    url: '/v1/assessments',
    config: READ,
    schema: {
      ...common,
      summary: 'Assessments and records that the service must keep: what was signed, what is due, what is missing',
      response: { 200: assessmentList, ...failures },
    },
    handler: async () => ({ assessments: await listAssessments(options) }),
  });

  app.route({
    method: 'GET',
    url: '/v1/assessments/:kind',
    config: READ,
    schema: {
      ...common,
      summary: 'One kind: its draft, its versions, and changes that are planned',
      params,
      response: view,
    },
    handler: ({ params }) => viewAssessment(options, params.kind),
  });

  app.route({
    method: 'GET',
    url: '/v1/assessments/:kind/versions/:number',
    config: READ,
    schema: {
      ...common,
      summary: 'A version as it was signed, and what it says that the measures ask, too',
      params: params.extend({ number }),
      response: { 200: assessmentVersion, ...failures },
    },
    handler: ({ params }) => viewVersion(options, params.kind, params.number),
  });

  app.route({
    method: 'GET',
    url: '/v1/assessments/:kind/difference',
    config: READ,
    schema: {
      ...common,
      summary: 'What one version says otherwise than another, or the draft than a version',
      params,
      querystring: z.strictObject({ before: number, after: number.optional() }),
      response: { 200: assessmentDifference, ...failures },
    },
    handler: async ({ params: { kind }, query: { before, after } }) => ({
      ...{ before, after: after ?? null },
      questions: differenceOf(
        (await readVersion(db, kind, before)).content.sections,
        after === undefined ? await draftNow(kind) : (await readVersion(db, kind, after)).content.sections,
      ),
    }),
  });

  app.route({
    method: 'GET',
    url: '/v1/assessments/:kind/versions/:number/document',
    config: READ,
    schema: {
      ...common,
      summary: 'A version as a document: the same bytes whenever it is asked for',
      params: params.extend({ number }),
      querystring: z.strictObject({ format: z.enum(documentFormats) }),
      response: { 200: z.unknown().describe('HTML, PDF, CSV or JSON'), ...failures },
    },
    handler: async ({ params, query }, reply) => {
      const { row, content } = await readVersion(db, params.kind, params.number);
      return sendDocument(reply, documentOf(content, row.sha256), query.format);
    },
  });

  async function draftNow(kind: string) {
    const row = await readDraft(db, kind);
    if (row === undefined) throw new ProblemError('not_known', 'there is no draft', 'after');
    return shownSections(db, registry.codes, kindOf(options, kind), (await readSections(db, row.id)).answers);
  }

  app.route({
    method: 'POST',
    url: '/v1/assessments/:kind/draft',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Begin the next version, from the last one where there is one',
      params,
      response: view,
    },
    handler: async (request) => {
      const { kind } = request.params;
      await beginDraft(db, kindOf(options, kind), doing(request));
      return viewAssessment(options, kind);
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/assessments/:kind/draft/:section',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Save the answers of one section; refused where somebody saved it since it was read',
      params: params.extend({ section: assessmentName }),
      body: sectionInput,
      response: view,
    },
    handler: async (request) => {
      const { kind, section } = request.params;
      await saveSection(db, kindOf(options, kind), { section, ...request.body }, doing(request));
      return viewAssessment(options, kind);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/assessments/:kind/discard',
    config: WRITE,
    schema: { ...common, summary: 'Throw the draft away, as it was read', params, body: discardInput, response: view },
    handler: async (request) => {
      const { kind } = request.params;
      const { draft: id, version } = request.body;
      await discardDraft(db, kind, { id, version }, doing(request));
      return viewAssessment(options, kind);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/assessments/:kind/sign',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Sign the draft off, as it was read: it becomes a version that never changes',
      params,
      body: signInput,
      response: view,
    },
    handler: async (request) => {
      const { kind } = request.params;
      const { draft: id, ...signing } = request.body;
      await sign(db, registry.codes, kindOf(options, kind), { id, ...signing }, doing(request));
      return viewAssessment(options, kind);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/assessments/:kind/changes',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Note a significant change of the service that is planned, to be considered before it is made',
      params,
      body: changeInput,
      response: view,
    },
    handler: async (request) => {
      const { kind } = kindOf(options, request.params.kind);
      await noteChange(db, kind, request.body, doing(request));
      return viewAssessment(options, kind);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/assessments/:kind/changes/:change/withdraw',
    config: WRITE,
    schema: {
      ...common,
      summary: 'A planned change is not to be made after all',
      params: params.extend({ change: z.string().min(1).max(64) }),
      response: view,
    },
    handler: async (request) => {
      const { kind, change } = request.params;
      await withdrawChange(db, kind, change, doing(request));
      return viewAssessment(options, kind);
    },
  });
}
