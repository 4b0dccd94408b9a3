/** Asks the operator's endpoint about texts, and believes nothing that it answers until that was checked. */
import { errors, Pool } from 'undici';
import type { Secret } from '../ground/config/index.ts';
import { readAtMost } from '../ground/streams/index.ts';
import { connector, PRIVATE_ADDRESS } from '../outbox/index.ts';
import { type Asked, checked, LookError, type Looked, type Looker, type LookFailure } from './looker.ts';
import type { HttpSettings } from './settings.ts';

/** What the endpoint is told it is asked in. */
export const PROTOCOL_VERSION = 1;
/** The largest answer that is read, bytes: 32 texts with 16 codes each are some 30 kB. */
export const ANSWER_BYTES_MAX = 128 * 1024;

const OK = 200;

export class HttpLooker implements Looker {
  readonly model: string;
  readonly batchMax: number;
  readonly concurrency: number;
  readonly restarts = 0;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #timeout_ms: number;
  readonly #token: Secret | null;

  constructor(settings: HttpSettings, token: Secret | null) {
    const url = new URL(settings.url);
    this.model = settings.model;
    this.batchMax = settings.batch;
    this.concurrency = settings.concurrency;
    this.#path = url.pathname + url.search;
    this.#timeout_ms = settings.timeout_ms;
    this.#token = token;
    this.#pool = new Pool(url.origin, {
      connections: settings.concurrency,
      connect: connector(settings.allowPrivate, settings.connectTimeout_ms),
    });
  }

  async look(texts: readonly Asked[], signal: AbortSignal): Promise<Looked> {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(this.#timeout_ms)]);
    try {
      return checked(parsed(await this.#ask(texts, ends)), texts);
    } catch (error) {
      throw error instanceof LookError ? error : new LookError(reasonOf(error));
    }
  }

  async #ask(texts: readonly Asked[], signal: AbortSignal): Promise<string> {
    // undici follows no redirects unless it is told to
    const { statusCode, body } = await this.#pool.request({
      method: 'POST',
      path: this.#path,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'Kith/1 (deep look)',
        ...(this.#token !== null && { authorization: `Bearer ${this.#token.reveal()}` }),
      },
      body: JSON.stringify({ version: PROTOCOL_VERSION, messages: texts }),
      signal,
    });
    if (statusCode !== OK) {
      // closing it before its end is an error of the stream: that is what is wanted
      body.on('error', () => {}).destroy();
      throw new LookError(statusCode >= 300 && statusCode < 400 ? 'redirected' : 'refused');
    }
    return (await readAtMost(body, ANSWER_BYTES_MAX, () => new LookError('too_large'))).toString('utf8');
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** A parser's message quotes what it read: it goes no further. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LookError('not_json');
  }
}

const TIMEOUTS: readonly unknown[] = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];

function reasonOf(error: unknown): LookFailure {
  if (!(error instanceof Error)) return 'unreachable';
  if (error.name === 'TimeoutError' || TIMEOUTS.includes(error.constructor)) return 'timed_out';
  if ('code' in error && error.code === PRIVATE_ADDRESS) return 'private_address';
  return error instanceof errors.HeadersOverflowError ? 'too_large' : 'unreachable';
}
