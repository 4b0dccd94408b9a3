/** The server that every folder hangs its routes on: limits, keys, problems, headers, health, documentation. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toProblem } from '@kith/contract';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawServerDefault,
} from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { KeyRing } from '../keys/index.ts';
import type { Log } from '../log/index.ts';
import type { StaffDoor } from '../staff/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { type Access, accessOf, decorateWithStaff, guard, nothingHere } from './access.ts';
import { readJsonBody } from './body.ts';
import { Budget } from './budget.ts';
import { Connections } from './connections.ts';
import { refuseSocket, sendFailure } from './failures.ts';
import * as limits from './limits.ts';
import { ProblemError } from './problems.ts';

export interface HttpOptions {
  log: Log;
  keys: KeyRing;
  staff: StaffDoor;
  telemetry: Telemetry;
  /** addresses and networks (10.0.0.0/8) of proxies that may say whom they speak for */
  trustProxy?: readonly string[];
  /** somebody reads the log as it comes; whether stderr is a terminal unless told */
  atTerminal?: boolean;
}

/** Fastify with Zod's schemas and pino's log. */
export type HttpApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Log, ZodTypeProvider>;

/** Answers somebody who followed an address that is no page's, and is not even well written. */
type LostPage = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

declare module 'fastify' {
  interface FastifyInstance {
    /** bytes of bodies in memory */
    bodies: Budget;
    /** who may call what, as every route said, by its method and address */
    accesses: ReadonlyMap<string, Access>;
    /** what shows people that an address of theirs leads nowhere, by the address's first part: `family` */
    lostPages: Map<string, LostPage>;
    /** From now on requests are answered with 503 `stopping`, and connections close when they have their answers. */
    refuseRequests(): void;
  }
  interface FastifyRequest {
    /** bytes of this request's body that are in memory, given back when its connection is done with it */
    bodyBytes: number;
  }
}

/** Takes memory for a request's body, where there is some left. */
export const takerOf =
  (request: FastifyRequest) =>
  (bytes: number): boolean => {
    if (!request.server.bodies.take(bytes)) return false;
    request.bodyBytes += bytes;
    return true;
  };

/** What every answer says to browsers; a page with scripts or styles says what it needs instead. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** What a schema refuses is a problem like any other: the field at fault and what was expected, never what was sent. */
function validate(schema: z.ZodType, value: unknown): { value: unknown } | { error: ProblemError } {
  const read = schema.safeParse(value);
  return read.success ? { value: read.data } : { error: ProblemError.of(toProblem(read.error, value)) };
}

/** Ids of requests are unguessable across processes and cost an addition each. */
function requestIds(): () => string {
  const prefix = randomBytes(6).toString('hex');
  let number = 0;
  return () => `${prefix}-${(++number).toString(36)}`;
}

/**
 * Fastify's own log. All that it says below a warning is where it listens, which `kith serve` says in words: at a terminal, its
 * line of JSON would stand between those.
 */
const logOfFastify = (log: Log, atTerminal: boolean): Log =>
  atTerminal && log.level === 'info' ? log.child({}, { level: 'warn' }) : log;

export function createHttp(options: HttpOptions): HttpApp {
  const { log, keys, staff, telemetry, trustProxy = [], atTerminal = process.stderr.isTTY } = options;
  const lostPages = new Map<string, LostPage>();
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const lost = lostPages.get(request.url.split(/[/?]/, 2)[1] ?? '');
    if (lost === undefined) sendFailure(error, request, reply, log);
    else lost(error, request, reply);
  };
  const app = Fastify({
    loggerInstance: logOfFastify(log, atTerminal),
    // a request's address names accounts: what is to be known of requests is counted
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIds(),
    requestIdHeader: false,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    bodyLimit: limits.BODY_BYTES_MAX,
    connectionTimeout: limits.SOCKET_IDLE_MAX_MS,
    requestTimeout: limits.REQUEST_MAX_MS,
    keepAliveTimeout: limits.KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    // ours says it in the form of every other problem
    return503OnClosing: false,
    routerOptions: { maxParamLength: limits.PATH_PART_LENGTH_MAX },
    http: {
      headersTimeout: limits.HEADERS_MAX_MS,
      maxHeaderSize: limits.HEADERS_BYTES_MAX,
      connectionsCheckingInterval: limits.CONNECTIONS_CHECK_MS,
    },
    clientErrorHandler: refuseSocket,
    frameworkErrors: fail,
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = limits.CONNECTIONS_MAX;
  app.setValidatorCompiler(
    ({ schema }: { schema: z.ZodType }) =>
      (value) =>
        validate(schema, value),
  );
  app.setSerializerCompiler(serializerCompiler);

  let stopping = false;
  app.decorate('lostPages', lostPages);
  app.decorate('bodies', new Budget(limits.BODIES_BYTES_MAX));
  app.decorateRequest('bodyBytes', 0);
  decorateWithStaff(app);
  const connections = new Connections(app.server);
  app.decorate('refuseRequests', () => {
    stopping = true;
    connections.closeWhenIdle();
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request, stream, done) => {
    const { bodyLimit } = request.routeOptions;
    readJsonBody(stream, { one: bodyLimit }, takerOf(request), done);
  });

  const accesses = new Map<string, Access>();
  app.decorate('accesses', accesses);
  app.addHook('onRoute', (route) => {
    const access = accessOf(route);
    if (access === undefined) throw new Error(`${String(route.method)} ${route.url}: says not who may call it`);
    for (const method of [route.method].flat()) accesses.set(`${method} ${route.url}`, access);
    const before = route.onRequest === undefined ? [] : [route.onRequest].flat();
    if (access.to !== 'everyone') route.onRequest = [guard(access, { keys, staff }), ...before];
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS).header('x-request-id', request.id);
    reply.raw.once('close', () => app.bodies.give(request.bodyBytes));
    if (stopping) throw new ProblemError('stopping', 'Kith is stopping: send this again in a moment');
  });
  app.addHook('preParsing', async (request, reply) => {
    const { 'content-encoding': encoding = 'identity' } = request.headers;
    if (encoding.toLowerCase() === 'identity') return;
    // RFC 9110, 15.5.16: says which there would be
    reply.header('accept-encoding', 'identity');
    throw new ProblemError('unsupported_type', 'send the body as it is, without Content-Encoding');
  });
  // after the guard: who may not see what is there is told nothing else. Schemas say it of bodies
  app.addHook('preValidation', async ({ url }) => {
    if (url.startsWith('/v1/') && url.includes('%00')) {
      throw new ProblemError('invalid_field', 'the address: must hold no zero byte, which no database keeps');
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    telemetry.answered(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
  });
  app.setErrorHandler(fail);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const others = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    if (others.length === 0) throw nothingHere();
    reply.header('allow', others.join(', '));
    throw new ProblemError('method_not_allowed', `this address takes ${others.join(', ')}`);
  });
  return app;
}
