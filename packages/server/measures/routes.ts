/** /v1/measures: which measures apply to the service, how each stands, and what its people say of themselves. */
import {
  ATTESTATION_FILE_BYTES_MAX,
  attestationInput,
  CODE_LENGTH_MAX,
  id,
  measuresCompareInput,
  measuresDifference,
  measuresView,
  measuresWelsh,
  measureView,
} from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { mayDo } from '../ground/staff/index.ts';
import { answerRoutes } from './answer-routes.ts';
import { attest, fileOf, withdraw } from './attestations.ts';
import { languageAsked } from './language-asked.ts';
import { parseOwn } from './own-folder.ts';
import { measureOf } from './registry.ts';
import { compareWith, type Service, viewMeasure, viewMeasures } from './service.ts';
import { welshOf } from './welsh.ts';

const common = { tags: ['measures'], security: [{ session: [] }] };
const READ = { access: { to: 'staff', action: 'measures.read' } } as const;
const WRITE = { access: { to: 'staff', action: 'measures.write' } } as const;
/** A file of the largest as JSON says it, with what is said beside it, bytes. */
const ATTESTATION_BYTES_MAX = Math.ceil(ATTESTATION_FILE_BYTES_MAX / 3) * 4 + 64 * 1024;
/** A code of the longest as JSON says it, bytes: a character may be six. */
const CODE_BYTES_MAX = 6 * CODE_LENGTH_MAX;
/** What a code's file is called in problems: it has no name here. */
const NAME = 'code.yaml';

const ofMeasure = z.strictObject({ code: z.string().max(8), measure: z.string().max(24) });
const ofAttestation = z.strictObject({ id });

export function measureRoutes(app: HttpApp, service: Service): void {
  app.route({
    method: 'GET',
    url: '/v1/measures',
    config: READ,
    schema: {
      ...common,
      summary: 'Every measure and how it stands for this service, gaps first',
      description: 'What is there to show it, never whether the law is satisfied. Reads daily counts alone.',
      response: { 200: measuresView, ...failures },
    },
    handler: (request) => viewMeasures(service, languageAsked(request)),
  });

  app.route({
    method: 'GET',
    url: '/v1/measures/:code/:measure',
    config: READ,
    schema: {
      ...common,
      params: ofMeasure,
      summary: 'One measure: why it applies, each way in which it is shown, and its evidence over time',
      response: { 200: measureView, ...failures },
    },
    handler: (request) => viewOr(service, request.params, request),
  });

  app.route({
    method: 'GET',
    url: '/v1/measures/welsh',
    config: READ,
    schema: {
      ...common,
      summary:
        'What assessments ask and clocks run by, in Welsh by the English: what is signed and kept is the English',
      response: { 200: measuresWelsh, ...failures },
    },
    handler: async () => ({ welsh: Object.fromEntries(welshOf()) }),
  });

  answerRoutes(app, service);
  attestationRoutes(app, service);

  app.route({
    method: 'POST',
    url: '/v1/measures/compare',
    config: READ,
    bodyLimit: CODE_BYTES_MAX,
    schema: {
      ...common,
      summary:
        'What a code of practice as a file of KITH_MEASURES would change, and how the measures would stand; nothing is kept',
      body: measuresCompareInput,
      response: { 200: measuresDifference, ...failures },
    },
    handler: async ({ body }) => {
      const read = parseOwn(body.text, NAME, service.registry.questions);
      if (read.ok) return { problems: [], compared: await compareWith(service, read.value) };
      const problems = read.problems.map(({ file: _, ...problem }) => problem);
      return { problems, compared: null };
    },
  });
}

async function viewOr(service: Service, of: z.infer<typeof ofMeasure>, request: FastifyRequest) {
  const mayAttest = mayDo(request.staff.roles, 'measures.write');
  const view = await viewMeasure(service, of, languageAsked(request), mayAttest);
  if (view === null) throw new ProblemError('not_known', `there is no measure ${of.measure} in a code ${of.code}`);
  return view;
}

function attestationRoutes(app: HttpApp, service: Service): void {
  const { db, clock, registry } = service;
  app.route({
    method: 'POST',
    url: '/v1/measures/:code/:measure/attestations',
    config: WRITE,
    bodyLimit: ATTESTATION_BYTES_MAX,
    schema: {
      ...common,
      params: ofMeasure,
      summary: 'Attest what only people can know of a measure; takes the place of what was attested of the same before',
      description: `Holds for a year unless told otherwise. A file of up to ${ATTESTATION_FILE_BYTES_MAX / 1024 / 1024} MB may stand behind it.`,
      body: attestationInput,
      response: { 200: measureView, ...failures },
    },
    handler: async (request) => {
      const { params, body, staff } = request;
      const found = measureOf(registry.codes, params.code, params.measure);
      if (found === null) throw new ProblemError('not_known', `there is no measure ${params.code} ${params.measure}`);
      if (!found.measure.shown.some((way) => 'attested' in way && way.attested === body.statement)) {
        const message = 'statement: must be one of those that the measure is attested by, in its very words';
        throw new ProblemError('invalid_field', message, 'statement');
      }
      await attest(db, body, { ...params, by: staff.id, at_ms: clock() });
      return viewOr(service, params, request);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/measures/attestations/:id/withdraw',
    config: WRITE,
    schema: {
      ...common,
      params: ofAttestation,
      summary: 'Withdraw an attestation: it stays to be read, and shows nothing any more',
      response: { 200: measureView, ...failures },
    },
    handler: async (request) => {
      const { code, measure } = await withdraw(db, request.params.id, { by: request.staff.id, at_ms: clock() });
      return viewOr(service, { code, measure }, request);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/measures/attestations/:id/file',
    config: READ,
    schema: {
      ...common,
      params: ofAttestation,
      summary: 'The file that stands behind an attestation, as bytes',
      produces: ['application/octet-stream'],
      response: { 200: z.any().describe('The bytes'), ...failures },
    },
    serializerCompiler: () => String,
    handler: async ({ params }, reply) => {
      const bytes = await fileOf(db, params.id);
      if (bytes === null) throw new ProblemError('not_known', 'there is no such file', 'id');
      // as something that no browser does anything with: somebody here gave it, and nobody looked what it is
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${params.id}.bin"`)
        .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
        .send(bytes);
    },
  });
}
