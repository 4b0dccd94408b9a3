/** From whatever a request failed with to what its sender is told. What was not expected is logged, once. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log/index.ts';
import { failureJson, type HttpProblem, ProblemError, problemStatuses, RETRY_AFTER_S } from './problems.ts';

/** What Fastify itself refuses, by its code. */
const ofFastify: Readonly<Record<string, ProblemError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new ProblemError('too_large', 'the body is too large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new ProblemError('unsupported_type', 'send JSON: `Content-Type: application/json`'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new ProblemError('bad_request', 'the body is not as long as its Content-Length'),
  FST_ERR_CTP_EMPTY_TYPE: new ProblemError('unsupported_type', 'the Content-Type is missing'),
  FST_ERR_BAD_URL: new ProblemError('bad_request', 'the path is not validly percent-encoded'),
  FST_ERR_MAX_PARAM_LENGTH: new ProblemError('uri_too_long', 'a part of the path is too long'),
  FST_ERR_ASYNC_CONSTRAINT: new ProblemError('bad_request', 'the request can not be routed'),
};

/** What else Fastify refuses. Its own words may quote the request. */
const refusedByFastify = new ProblemError('bad_request', 'this request can not be read');
const isTheirs = (status: unknown): boolean => typeof status === 'number' && status >= 400 && status < 500;

/** The problem of an error; null where it is Kith's own fault. */
export function problemOf(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof Error)) return null;
  const known = 'code' in error ? ofFastify[String(error.code)] : undefined;
  if (known !== undefined) return known;
  return 'statusCode' in error && isTheirs(error.statusCode) ? refusedByFastify : null;
}

export function sendProblem(reply: FastifyReply, problem: HttpProblem, status: number): FastifyReply {
  if (status === 503) reply.header('retry-after', String(RETRY_AFTER_S));
  // others go on: a connection closed while its body still comes would be reset, and its client never see the answer
  if (problem.code === 'stopping') reply.header('connection', 'close');
  return reply.code(status).type('application/json; charset=utf-8').send(failureJson(problem));
}

export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const known = problemOf(error);
  if (known !== null) {
    if (known.cause !== undefined) log.error({ err: known.cause, request: request.id }, known.message);
    return sendProblem(reply, known.problem, known.status);
  }
  log.error(
    { err: error, request: request.id, route: request.routeOptions.url, method: request.method },
    'a request failed',
  );
  const message = `Kith failed at this, and its log says why: look for ${request.id}`;
  return sendProblem(reply, { code: 'internal', message }, problemStatuses.internal);
}

/** What is wrong below HTTP, by Node's code. */
const ofSocket: Readonly<Record<string, ProblemError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new ProblemError('request_timeout', 'the request took too long to arrive'),
  HPE_HEADER_OVERFLOW: new ProblemError('headers_too_large', 'the headers are too large'),
};
const malformed = new ProblemError('bad_request', 'this is not valid HTTP');

/** Answers what never became a request, and closes. */
export function refuseSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { problem, status } = ofSocket[error.code ?? ''] ?? malformed;
  const body = failureJson(problem);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
