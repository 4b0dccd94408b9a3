/** Evidence for people: what a case has, opening it with a reason, holding it, adding a file, asking the platform for more. */
import type { Readable } from 'node:stream';
import {
  attachQuery,
  type CasePolicy,
  caseEvidence,
  evidenceItem,
  evidenceQuery,
  holdInput,
  id,
  openInput,
  preservationView,
  preserveInput,
  releaseInput,
} from '@kith/contract';
import type { FastifyReply } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { expose, pseudonymsOf } from '../cases/index.ts';
import type { PreservationRow, Records } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { mayDo } from '../ground/staff/index.ts';
import { reasonOf, reasonPlace, viewPreservation } from './preservation/asked.ts';
import { piecesOf, Sniffed } from './preservation/bytes.ts';
import { newPreservationId } from './preservation/record.ts';
import { preservationsOf, wantPreserved } from './preservation/wanting.ts';
import { asProblem, vaultOf } from './problems.ts';
import type { Opened, Vault } from './vault/vault.ts';

export interface EvidenceRoutesOptions {
  db: Kysely<Records>;
  /** null where no evidence can be kept */
  vault: Vault | null;
  exposure: () => CasePolicy['exposure'];
  /** whether somebody has said that a medium is known material: it is shown to nobody again */
  isConfirmed(of: { media: string | null; sha256: string | null }): Promise<boolean>;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** A file that people add, bytes: a letter of many pages. */
const ATTACHED_BYTES_MAX = 25 * 1024 * 1024;
/** Pieces of evidence that are opened at once by one process: each is verified whole, in memory. Past it: 503. */
const OPENED_AT_ONCE_MAX = 4;

/** Where no evidence can be kept. */
const NOTHING = { items: [], count: 0, next: null };

const params = z.strictObject({ id });
const common = { tags: ['evidence'], security: [{ session: [] }], params };
const to = (action: 'case.read' | 'case.work' | 'evidence.open' | 'evidence.hold') =>
  ({ access: { to: 'staff', action } }) as const;

export async function evidenceRoutes(app: HttpApp, options: EvidenceRoutesOptions): Promise<void> {
  const { db, clock, exposure } = options;
  const vault = () => vaultOf(options.vault);
  const viewOf = async (row: PreservationRow, who: { nameOf(id: string): string | null; names: boolean }) =>
    viewPreservation(row, { ...who, now_ms: clock(), reason: who.names ? await reasonOf(options.vault, row) : null });

  app.route({
    method: 'GET',
    url: '/v1/cases/:id/evidence',
    config: to('case.read'),
    schema: {
      ...common,
      summary: 'What a case has of evidence, and what the platform was asked for',
      description: 'Names, hashes and reasons only for whoever may open evidence. Nothing of what it holds.',
      querystring: evidenceQuery,
      response: { 200: caseEvidence, ...failures },
    },
    handler: ({ params, query, staff }) =>
      asProblem(async () => {
        await refuseUnknown(db, params.id);
        const names = mayDo(staff.roles, 'evidence.open');
        const page = (await pageOf(options.vault, params.id, { ...query, names })) ?? NOTHING;
        const rows = await preservationsOf(db, params.id);
        const hold = (await options.vault?.held(params.id)) ?? null;
        const holder = /^staff:(.+)$/.exec(hold?.by ?? '')?.[1] ?? null;
        const nameOf = await pseudonymsOf(db, [holder, ...rows.map(({ asked_by }) => asked_by)]);
        return {
          case: params.id,
          ...page,
          preservations: await Promise.all(rows.map((row) => viewOf(row, { nameOf, names }))),
          hold: hold && {
            until: hold.until_ms === null ? null : new Date(hold.until_ms).toISOString(),
            ...{ reason: names ? hold.reason : '', by: holder === null ? hold.by : nameOf(holder) },
          },
        };
      }),
  });

  async function refuseConfirmed(item: string): Promise<void> {
    const found = await asProblem(() => vault().item(item, { names: true }));
    if (found?.kind !== 'media' || !(await options.isConfirmed({ media: found.about, sha256: found.sha256 }))) return;
    throw new ProblemError('known_material', 'somebody has confirmed that it is known material: it is not shown again');
  }

  let opening = 0;
  app.route({
    method: 'POST',
    url: '/v1/evidence/:id/open',
    config: to('evidence.open'),
    schema: {
      ...common,
      summary: 'Open a piece of evidence: its bytes, for the reason that you say',
      description:
        'Leaves a line in its chain of custody and in the audit log before it is given. Always `application/octet-stream`: what ' +
        'it is, the list of the case says. A medium that somebody has confirmed to be known material is shown to nobody again ' +
        '(409 `known_material`); it can be saved to be handed on.',
      body: openInput,
      produces: ['application/octet-stream'],
      response: { 200: z.any().describe('The bytes'), ...failures },
    },
    // the bytes go out as they are
    serializerCompiler: () => String,
    handler: async ({ params, body, staff }, reply) => {
      if (opening >= OPENED_AT_ONCE_MAX) throw new ProblemError('busy', 'much evidence is being opened now: try again');
      opening++;
      try {
        const { reason, unseen = false } = body;
        if (!unseen) await refuseConfirmed(params.id);
        const opened = await asProblem(() => vault().open(params.id, { by: `staff:${staff.id}`, reason, unseen }));
        if (opened.item.kind === 'media' && !unseen)
          await exposed(db, { staff: staff.id, opened }, exposure(), clock());
        return inert(reply, opened);
      } finally {
        opening--;
      }
    },
  });

  const holds = {
    hold: { summary: 'Hold the evidence of a case: nothing of it is destroyed', body: holdInput },
    release: { summary: 'Take the hold away', body: releaseInput },
  } as const;
  app.route({
    method: 'POST',
    url: '/v1/cases/:id/hold',
    config: to('evidence.hold'),
    schema: { ...common, ...holds.hold, response: { 204: z.undefined().describe('It is held'), ...failures } },
    handler: async ({ params, body: { reason, until }, staff }, reply) => {
      const until_ms = until === undefined ? undefined : Date.parse(until);
      if (until_ms !== undefined && until_ms <= clock()) {
        throw new ProblemError('invalid_field', 'until: must be in the future', 'until');
      }
      await asProblem(() => vault().hold(params.id, reason, `staff:${staff.id}`, until_ms));
      return reply.code(204).send();
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/cases/:id/release-evidence',
    config: to('evidence.hold'),
    schema: { ...common, ...holds.release, response: { 204: z.undefined().describe('Nobody holds it'), ...failures } },
    handler: async ({ params, body, staff }, reply) => {
      await asProblem(() => vault().unhold(params.id, body.reason, `staff:${staff.id}`));
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/preserve',
    config: to('case.work'),
    schema: {
      ...common,
      summary: 'Ask the platform for evidence of a case: what Kith knows of, and what is named',
      body: preserveInput,
      response: { 200: preservationView, ...failures },
    },
    handler: async ({ params, body, staff }) => {
      const now_ms = clock();
      await refuseUnknown(db, params.id);
      const preservation = newPreservationId();
      const sealed = await asProblem(async () =>
        options.vault?.sealJson(params.id, body.reason, reasonPlace(preservation)),
      );
      const reason = sealed?.toString('base64') ?? null;
      const wanting = { db, id: preservation, case: params.id, by: staff.id, now_ms, reason };
      const row = await wantPreserved(wanting, body);
      const nameOf = await pseudonymsOf(db, [row.asked_by]);
      return viewOf(row, { nameOf, names: mayDo(staff.roles, 'evidence.open') });
    },
  });

  await app.register(async (scope: HttpApp) => attachRoute(scope, options));
}

/** With its own reader: a file of any type, as it comes. */
function attachRoute(app: HttpApp, { db, clock, ...options }: EvidenceRoutesOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, stream, done) => done(null, stream));
  app.route({
    method: 'POST',
    url: '/v1/cases/:id/evidence',
    config: to('evidence.open'),
    bodyLimit: ATTACHED_BYTES_MAX,
    schema: {
      ...common,
      summary: 'Add a file to the evidence of a case, such as a letter of an authority',
      description: `Its body is the file, up to ${ATTACHED_BYTES_MAX / 1024 / 1024} MB.`,
      consumes: ['application/octet-stream'],
      querystring: attachQuery,
      response: { 200: evidenceItem, ...failures },
    },
    handler: ({ params, query, staff, raw }) =>
      asProblem(async () => {
        const vault = vaultOf(options.vault);
        await refuseUnknown(db, params.id);
        const bytes = new Sniffed(limited(raw));
        const mediaType = await bytes.type();
        const item = await vault.put(
          {
            ...{ case: params.id, kind: 'attachment', source: query.from, name: query.name, mediaType },
            ...{ account: null, about: null, bytes, at_ms: clock() },
          },
          `staff:${staff.id}`,
        );
        const view = await vault.item(item, { names: true });
        if (view === null) throw new Error(`${item} was put in and is not there`);
        return view;
      }),
  });
}

async function* limited(raw: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of piecesOf(raw)) {
    bytes += piece.length;
    if (bytes > ATTACHED_BYTES_MAX)
      throw new ProblemError('too_large', 'the file is larger than 25 MB, which is the limit');
    yield piece;
  }
}

async function pageOf(vault: Vault | null, caseId: string, asked: Parameters<Vault['page']>[1]) {
  try {
    return await vault?.page(caseId, asked);
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError('invalid_field', `after: ${error.message}`, 'after');
    throw error;
  }
}

async function refuseUnknown(db: Kysely<Records>, caseId: string): Promise<void> {
  const row = await db.selectFrom('cases').select('id').where('id', '=', caseId).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such case', 'id');
}

/** Media count in the shift of whoever looks: so that Kith can give them lighter work in time. */
async function exposed(
  db: Kysely<Records>,
  { staff, opened }: { staff: string; opened: Opened },
  settings: CasePolicy['exposure'],
  now_ms: number,
): Promise<void> {
  const { case: caseId } = opened.item;
  const row = await db.selectFrom('cases').select('severity').where('id', '=', caseId).executeTakeFirst();
  await expose(db, { staff, case: caseId, severity: row?.severity ?? 1 }, settings, now_ms);
}

/** As something that no browser does anything with: not shown, not run, not guessed at, not kept. */
function inert(reply: FastifyReply, { item, bytes }: Opened): FastifyReply {
  return reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename="${item.id}.bin"`)
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(bytes);
}
