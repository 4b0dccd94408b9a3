/** What the platform calls: /v1/preservations/{id}, for a key with the scope `evidence`. */
import type { Readable } from 'node:stream';
import {
  accountDetails,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_MESSAGES_MAX,
  id,
  mediaDetails,
  messagesGiven,
  preservationAsked,
  preservationGiven,
  preservedMessages,
} from '@kith/contract';
import type { FastifyRequest, FastifyTypeProviderDefault } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditBy } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { failures, type HttpApp, ProblemError, readBody, takerOf } from '../../ground/http/index.ts';
import { asProblem, vaultOf } from '../problems.ts';
import type { Vault } from '../vault/vault.ts';
import { askedRow, viewAsked } from './asked.ts';
import { piecesOf } from './bytes.ts';
import { beginGiving, finishGiving, type Giving, type GivingOptions, giveAccount, giveMediaDetails } from './giving.ts';
import { ACCOUNT_BYTES_MAX, DETAILS_BYTES_MAX, MEDIA_AT_ONCE_MAX, MESSAGES_BYTES_MAX } from './limits.ts';
import { marksIfAny } from './marks.ts';
import { giveMedium } from './media.ts';
import { giveMessages } from './messages.ts';
import { type MessagesBody, readArray, readLines } from './messages-body.ts';

export interface PlatformRoutesOptions {
  db: Kysely<Records>;
  /** null where no evidence can be kept */
  vault: Vault | null;
  /** milliseconds since 1970 */
  clock: () => number;
}

const config = { access: { to: 'key', scope: 'evidence' } } as const;
const security = [{ key: [] }];
const tags = ['evidence'];
const byId = z.strictObject({ id });
const byAccount = z.strictObject({ id, account: id });
const byMedia = z.strictObject({ id, media: id });

const by = ({ keyId }: FastifyRequest): AuditBy => `key:${keyId ?? 'none'}`;

export async function platformRoutes(app: HttpApp, options: PlatformRoutesOptions): Promise<void> {
  const { db, clock } = options;

  /** Gives something, with what went wrong in words of HTTP. */
  const give = <T>(request: FastifyRequest, of: string, work: (options: GivingOptions, giving: Giving) => Promise<T>) =>
    asProblem(async () => {
      const giving = { db, clock, vault: vaultOf(options.vault) };
      return work(giving, await beginGiving(giving, of, by(request)));
    });

  app.route({
    method: 'GET',
    url: '/v1/preservations/:id',
    config,
    schema: {
      tags,
      summary: 'What a request to preserve asks for, and what of it was given',
      description:
        'Messages that the named accounts sent each other between `from` and `to` are asked for, too, and the media that those name.',
      security,
      params: byId,
      response: { 200: preservationAsked, ...failures },
    },
    handler: ({ params }) => asProblem(() => view(options, params.id)),
  });

  app.route({
    method: 'PUT',
    url: '/v1/preservations/:id/accounts/:account',
    config,
    bodyLimit: ACCOUNT_BYTES_MAX,
    schema: {
      tags,
      summary: 'Give what you have of an account that is asked for',
      description: 'The same again is the same piece of evidence; something else is another beside it.',
      security,
      params: byAccount,
      body: accountDetails,
      response: { 200: preservationGiven, ...failures },
    },
    handler: (request) =>
      give(request, request.params.id, (how, giving) => giveAccount(how, giving, request.params.account, request.body)),
  });

  app.route({
    method: 'PUT',
    url: '/v1/preservations/:id/media/:media/details',
    config,
    bodyLimit: DETAILS_BYTES_MAX,
    schema: {
      tags,
      summary: 'Say what you know of a medium: better before its bytes',
      security,
      params: byMedia,
      body: mediaDetails,
      response: { 200: preservationGiven, ...failures },
    },
    handler: (request) =>
      give(request, request.params.id, (how, giving) =>
        giveMediaDetails(how, giving, request.params.media, request.body),
      ),
  });

  app.route({
    method: 'POST',
    url: '/v1/preservations/:id/done',
    config,
    schema: {
      tags,
      summary: 'Say that this was all',
      security,
      params: byId,
      response: { 200: preservationAsked, ...failures },
    },
    handler: (request) =>
      asProblem(async () => {
        await finishGiving({ db, clock }, request.params.id, by(request));
        return view(options, request.params.id);
      }),
  });

  await app.register(async (scope: HttpApp) => messagesRoute(scope, give));
  await app.register(async (scope: HttpApp) => mediaRoute(scope, give));
}

async function view({ db, vault, clock }: PlatformRoutesOptions, of: string) {
  const row = await askedRow(db, of);
  const { case_id } = row;
  const marks = case_id === null || vault === null ? null : await marksIfAny(db, vault, { ...row, case_id });
  return viewAsked(db, row, marks, clock());
}

type Give = <T>(
  request: FastifyRequest,
  of: string,
  work: (options: GivingOptions, giving: Giving) => Promise<T>,
) => Promise<T>;

/** With its own readers of bodies: what was received is hashed as it came, and each line is read alone. */
function messagesRoute(app: HttpApp, give: Give): void {
  app.removeAllContentTypeParsers();
  const reader =
    (parse: (bytes: Uint8Array) => MessagesBody) =>
    (request: FastifyRequest, stream: Readable, done: (error: Error | null, value?: unknown) => void): void =>
      readBody(stream, { one: MESSAGES_BYTES_MAX }, parse, takerOf(request), done);
  app.addContentTypeParser('application/json', reader(readArray));
  app.addContentTypeParser(['application/x-ndjson', 'application/ndjson'], reader(readLines));
  app.withTypeProvider<FastifyTypeProviderDefault>().route<{ Params: { id: string }; Body: MessagesBody }>({
    method: 'POST',
    url: '/v1/preservations/:id/messages',
    config,
    bodyLimit: MESSAGES_BYTES_MAX,
    schema: {
      tags,
      summary: 'Give messages',
      description: `An array, or NDJSON, of up to ${EVIDENCE_MESSAGES_MAX} messages (${MESSAGES_BYTES_MAX / 1024 / 1024} MB). \
Each gets its result, in order: a rejected one changes nothing, and the others count.`,
      security,
      consumes: ['application/json', 'application/x-ndjson'],
      params: byId,
      body: preservedMessages,
      response: { 200: messagesGiven, ...failures },
    },
    // each line is read alone, by the same schema
    validatorCompiler: () => (value) => ({ value }),
    handler: (request) =>
      give(request, preservationOf(request.params), async (how, giving) => {
        const { lines, sha256, bytes } = request.body;
        return { results: await giveMessages(how, giving, lines), sha256, bytes };
      }),
  });
}

function preservationOf(params: unknown): string {
  const read = byId.safeParse(params);
  if (!read.success) throw new ProblemError('not_known', 'nothing is asked for under this id', 'id');
  return read.data.id;
}

/** A body of any type, which is read as it comes. */
function mediaRoute(app: HttpApp, give: Give): void {
  let underway = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, stream, done) => done(null, stream));
  app.route({
    method: 'PUT',
    url: '/v1/preservations/:id/media/:media',
    config,
    bodyLimit: EVIDENCE_BYTES_MAX,
    schema: {
      tags,
      summary: 'Give the bytes of a medium',
      description: `Up to ${EVIDENCE_BYTES_MAX / 1024 / 1024} MB, as they are. What it is, its bytes say: the Content-Type is not believed.`,
      security,
      consumes: ['application/octet-stream'],
      params: byMedia,
      response: { 200: preservationGiven, ...failures },
    },
    handler: async (request) => {
      if (underway >= MEDIA_AT_ONCE_MAX) throw new ProblemError('busy', 'many media are being given now: try again');
      underway++;
      try {
        return await give(request, request.params.id, (how, giving) =>
          giveMedium(how, giving, request.params.media, piecesOf(request.raw)),
        );
      } finally {
        underway--;
      }
    },
  });
}
