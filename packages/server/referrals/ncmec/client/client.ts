/**
 * The seven calls of NCMEC's reporting API. Every call is made once and never throws for what the network or NCMEC does: what
 * came of it is a Reply. Nothing that was sent or answered is logged.
 */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors, Pool } from 'undici';
import type { Secret } from '../../../ground/config/index.ts';
import { readAtMost } from '../../../ground/streams/index.ts';
import { readAnswer } from './answer.ts';
import { CODES } from './codes.ts';
import { connectorTo } from './environment.ts';
import { UploadForm } from './multipart.ts';
import { Pace } from './pace.ts';
import { notBelieved, type Reply, UNAUTHENTICATED } from './reply.ts';

/** The largest answer that is read, bytes: the list of a report's files at the most. */
const ANSWER_BYTES_MAX = 1024 * 1024;
/** NCMEC's XSD with its list of countries, and some. */
const XSD_BYTES_MAX = 4 * 1024 * 1024;
/** The slowest line that an upload is given time for, bytes a second: a phone's video over a poor line takes half an hour. */
const UPLOAD_BYTES_A_SECOND_MIN = 50_000;

export interface ClientOptions {
  base: URL;
  username: string;
  password: Secret;
  /** calls at once */
  connections: number;
  /** for connecting, sending and the answer together; an upload gets more by its size */
  timeout_ms: number;
  /** calls a minute at most: NCMEC's own limits are not documented */
  callsAMinute: number;
}

interface Call {
  method: 'GET' | 'POST';
  path: string;
  contentType?: string;
  contentLength?: number;
  body?: string | Uint8Array | Readable;
  timeout_ms?: number;
  bytesMax?: number;
  signal: AbortSignal;
}

type Came = { status: number; retryAfter_ms: number; requestId: string | null; bytes: Uint8Array };

export class CyberTipline {
  readonly #pool: Pool;
  readonly #options: ClientOptions;
  readonly #authorization: string;
  readonly #pace: Pace;

  constructor(options: ClientOptions) {
    const { base, username, password, connections, timeout_ms } = options;
    this.#options = options;
    this.#authorization = `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`;
    this.#pool = new Pool(base.origin, { connections, connect: connectorTo(base, timeout_ms) });
    this.#pace = new Pace(options.callsAMinute);
  }

  /** Whether it is there and knows us: the one call that production may be tried with. */
  status(signal: AbortSignal): Promise<Reply> {
    return this.#answered({ method: 'GET', path: '/status', signal });
  }

  submit(report: Uint8Array, signal: AbortSignal): Promise<Reply> {
    return this.#answered({ method: 'POST', path: '/submit', ...xml(report), signal });
  }

  /** @param name a plain one of ours; the name that the file had goes with its details */
  async upload(reportId: string, name: string, file: Uint8Array, signal: AbortSignal): Promise<Reply> {
    const form = new UploadForm(reportId, name, file);
    const { contentType, contentLength } = form;
    const reply = await this.#answered({
      ...{ method: 'POST', path: '/upload', contentType, contentLength, signal },
      body: Readable.from(form.pieces()),
      timeout_ms: this.#options.timeout_ms + Math.ceil((file.length / UPLOAD_BYTES_A_SECOND_MIN) * 1_000),
    });
    if (reply.came === 'answer' || form.whole) return reply;
    return { ...reply, mayHaveActed: false };
  }

  fileInfo(details: Uint8Array, signal: AbortSignal): Promise<Reply> {
    return this.#answered({ method: 'POST', path: '/fileinfo', ...xml(details), signal });
  }

  finish(reportId: string, signal: AbortSignal): Promise<Reply> {
    return this.#answered({ method: 'POST', path: '/finish', ...form(reportId), signal });
  }

  retract(reportId: string, signal: AbortSignal): Promise<Reply> {
    return this.#answered({ method: 'POST', path: '/retract', ...form(reportId), signal });
  }

  /** NCMEC's own XSD. @returns null where it could not be had */
  async xsd(signal: AbortSignal): Promise<Uint8Array | null> {
    try {
      const { status, bytes } = await this.#call({ method: 'GET', path: '/xsd', bytesMax: XSD_BYTES_MAX, signal });
      return status === 200 ? bytes : null;
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #answered(call: Call): Promise<Reply> {
    let came: Came;
    try {
      came = await this.#call(call);
    } catch (error) {
      const problem = codeOf(error);
      // without a connection nothing was sent
      const mayHaveActed = !NO_CONNECTION.has(problem);
      return { came: 'nothing', problem, requestId: null, mayHaveActed, retryAfter_ms: 0 };
    }
    const { status, requestId, retryAfter_ms, bytes } = came;
    const answer = status === 401 && bytes.length === 0 ? UNAUTHENTICATED : readAnswer(bytes);
    if (answer === null) {
      const problem = status === 200 ? 'NO_ANSWER' : `HTTP_${status}`;
      return { came: 'nothing', problem, requestId, mayHaveActed: status !== 429, retryAfter_ms };
    }
    // whoever says that it was done, and by HTTP that it wasn't, is not believed
    if (answer.code === CODES.success && status >= 300) return notBelieved(requestId, `HTTP_${status}`, retryAfter_ms);
    return { came: 'answer', answer, http: status, requestId, text: Buffer.from(bytes).toString('utf8') };
  }

  async #call(call: Call): Promise<Came> {
    const { method, path, contentType, contentLength, body, signal: asked } = call;
    const wait_ms = this.#pace.take(performance.now());
    // timers are no finer than this
    if (wait_ms >= 1) await sleep(wait_ms, undefined, { signal: asked }).catch(stoppedBefore);
    const signal = AbortSignal.any([asked, AbortSignal.timeout(call.timeout_ms ?? this.#options.timeout_ms)]);
    // undici follows no redirects unless it is told to
    const response = await this.#pool.request({
      method,
      path: `${this.#options.base.pathname.replace(/\/$/, '')}${path}`,
      headers: {
        authorization: this.#authorization,
        'user-agent': 'Kith/1 (referrals)',
        ...(contentType !== undefined && { 'content-type': contentType }),
        ...(contentLength !== undefined && { 'content-length': String(contentLength) }),
      },
      body: body ?? null,
      signal,
      // the signal says when; undici's own would come first for a large upload
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode: status, headers } = response;
    const bytes = await readAtMost(response.body, call.bytesMax ?? ANSWER_BYTES_MAX, () => new AnswerTooLong());
    const after = headers['retry-after'];
    return {
      ...{ status, bytes },
      requestId: printable(headers['request-id']),
      retryAfter_ms: typeof after === 'string' && /^\d{1,6}$/.test(after) ? Number(after) * 1_000 : 0,
    };
  }
}

const xml = (body: Uint8Array) => ({ contentType: 'text/xml; charset=utf-8', body });
const form = (id: string) => ({
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams({ id }).toString(),
});

class AnswerTooLong extends Error {
  readonly code = 'KITH_ANSWER_TOO_LONG';
}

function stoppedBefore(cause: unknown): never {
  throw Object.assign(new Error('stopped', { cause }), { code: STOPPED_BEFORE });
}

const printable = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : null;

const TIMEOUTS: readonly unknown[] = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];
/** Kith stopped before anything was sent. */
const STOPPED_BEFORE = 'KITH_STOPPED_BEFORE';
const NO_CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  STOPPED_BEFORE,
]);

/** Messages are left out: they can quote an answer. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^[A-Z0-9_]{1,64}$/.test(code)) return code;
  if (error.name === 'TimeoutError' || TIMEOUTS.includes(error.constructor)) return 'TIMEOUT';
  return error.name === 'AbortError' ? 'STOPPED' : 'UNKNOWN';
}
