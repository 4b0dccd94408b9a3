/** POST /v1/events */

import type { Readable } from 'node:stream';
import { event, receipt, receipts } from '@kith/contract';
import type { FastifyReply, FastifyRequest, FastifyTypeProviderDefault } from 'fastify';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError, readJsonBody, takerOf } from '../ground/http/index.ts';
import type { Intake } from './intake.ts';
import {
  ARRAY_BYTES_MAX,
  ARRAY_EVENTS_MAX,
  EVENT_BYTES_MAX,
  LINE_BYTES_MAX,
  NDJSON_BYTES_MAX,
  NDJSON_BYTES_TAKEN,
  NDJSON_LINES_MAX,
} from './limits.ts';
import { tellStream } from './ndjson.ts';

const JSON_TYPES = ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'];
const NDJSON_TYPES = ['application/x-ndjson', 'application/ndjson'];
const JSON_ANSWER = 'application/json; charset=utf-8';

const DESCRIPTION = `One event, an array of up to ${ARRAY_EVENTS_MAX} (${ARRAY_BYTES_MAX / 1024 / 1024} MB), or NDJSON of \
up to ${NDJSON_LINES_MAX} lines (${LINE_BYTES_MAX / 1024} kB each; blank lines are skipped), which is read and answered \
line by line.

An array and NDJSON get a receipt for each event, in order, with status 200: a refused event is a receipt with \
\`status: rejected\` and changes nothing, and the others count. One event alone gets its receipt, or 400 with the problem.

The answer comes after the event, its decision and its effects are committed. The same id gives the same decision, however \
often it is sent: after a timeout or a 503, send the same again.`;

/** The routes, with their own readers of bodies. To be registered as a plugin, so that these stay theirs. */
export const intakeRoutes =
  (intake: Intake) =>
  async (app: HttpApp): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(JSON_TYPES, (request, stream, done) => {
      readJsonBody(stream, { one: EVENT_BYTES_MAX, array: ARRAY_BYTES_MAX }, takerOf(request), done);
    });
    app.addContentTypeParser(NDJSON_TYPES, (request, _stream, done) => done(null, new Streamed(request.raw)));

    // what is sent and answered is text here: the schemas are for the documentation
    app.withTypeProvider<FastifyTypeProviderDefault>().route({
      method: 'POST',
      url: '/v1/events',
      config: { access: { to: 'key', scope: 'events:write' } },
      // the longest body there may be; what is no stream has its own limits
      bodyLimit: NDJSON_BYTES_MAX,
      schema: {
        tags: ['events'],
        summary: 'Tell what happened, and get the decisions',
        description: DESCRIPTION,
        security: [{ key: [] }],
        consumes: [...JSON_TYPES, ...NDJSON_TYPES],
        body: z.union([event, z.array(event).max(ARRAY_EVENTS_MAX)]),
        response: {
          200: {
            description: 'The receipt of one event; the receipts of an array; a receipt a line',
            content: {
              'application/json': { schema: z.union([receipt, receipts]) },
              'application/x-ndjson': { schema: receipt },
            },
          },
          ...failures,
        },
      },
      // each event is read alone, so that the good ones of a batch count; answers are written out as text
      validatorCompiler: () => (value) => ({ value }),
      serializerCompiler: () => String,
      handler: (request, reply) => answer(intake, request, reply, request.body),
    });
  };

/** A body that is read as it comes. */
class Streamed {
  readonly stream: Readable;
  constructor(stream: Readable) {
    this.stream = stream;
  }
}

async function answer(intake: Intake, request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<unknown> {
  if (body instanceof Streamed) {
    if (intake.full || !takerOf(request)(NDJSON_BYTES_TAKEN))
      throw new ProblemError('busy', 'Kith has too much to do now');
    reply.type('application/x-ndjson; charset=utf-8');
    return reply.send(tellStream(intake, body.stream));
  }
  reply.type(JSON_ANSWER);
  if (!Array.isArray(body)) return intake.tell(body, request.bodyBytes);
  if (body.length > ARRAY_EVENTS_MAX) {
    throw new ProblemError(
      'too_many_events',
      `an array has at most ${ARRAY_EVENTS_MAX} events: cut it, or send NDJSON`,
    );
  }
  return asResults(await intake.tellAll(body, request.bodyBytes));
}

/** What stands around the receipts is put there before they are joined: after, the whole answer would be copied once more. */
function asResults(receiptsOf: readonly string[]): string {
  const parts = receiptsOf.length === 0 ? [''] : [...receiptsOf];
  parts[0] = `{"results":[${parts[0]}`;
  parts[parts.length - 1] += ']}';
  return parts.join(',');
}
