/**
 * Talks to the host of a source: over TLS, only to public addresses unless the operator says otherwise, and nowhere else than
 * that host, wherever it is redirected. What went wrong is a code; what the host said goes no further.
 */
import { errors, Pool } from 'undici';
import type { Secret } from '../../../ground/config/index.ts';
import { readAtMost } from '../../../ground/streams/index.ts';
import { connector, PRIVATE_ADDRESS } from '../../../outbox/index.ts';
import { ImportError, type ImportFailure } from '../failure.ts';
import { type FetchLimits, REDIRECTS_MAX } from './limits.ts';
import { SourceBusy } from './retry.ts';

export interface ReachOptions {
  /** scheme, host and port */
  origin: string;
  allowPrivate: boolean;
  /** certificates, PEM, of whom alone its own must come; null for those that Node trusts */
  ca: string | null;
  /** the header of that name; null where it needs none */
  authorization: Secret | null;
  limits: FetchLimits;
}

export interface Asked {
  method?: 'GET' | 'PUT';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  header(name: string): string | null;
  /** pieces as they come; @throws ImportError where they end too early or stop */
  body: AsyncIterable<Buffer>;
  /** closes it unread */
  drop(): void;
}

export class Reach {
  readonly #options: ReachOptions;
  readonly #pool: Pool;

  constructor(options: ReachOptions) {
    const { origin, allowPrivate, ca, limits } = options;
    this.#options = options;
    this.#pool = new Pool(origin, {
      connections: 1,
      connect: connector(allowPrivate, limits.connect_ms, { ca }),
      headersTimeout: limits.answer_ms,
      bodyTimeout: limits.silence_ms,
    });
  }

  /**
   * @param path with its parameters
   * @returns an answer of status 2xx, 304 or 416; all others are failures
   * @throws ImportError
   */
  async ask(path: string, asked: Asked): Promise<Answer> {
    let to = path;
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#request(to, asked);
      const { status } = answer;
      if ((status >= 200 && status < 300) || status === 304 || status === 416) return answer;
      answer.drop();
      if (![301, 302, 303, 307, 308].includes(status)) throw failureOfStatus(status, answer.header('retry-after'));
      const next = URL.parse(answer.header('location') ?? '', new URL(to, this.#options.origin));
      const elsewhere = next?.origin !== this.#options.origin || next.username !== '' || next.password !== '';
      if (next === null || elsewhere || redirects >= REDIRECTS_MAX) throw new ImportError('redirected');
      to = next.pathname + next.search;
    }
  }

  async #request(path: string, { method = 'GET', headers = {}, body, signal }: Asked): Promise<Answer> {
    const { authorization } = this.#options;
    try {
      // undici follows no redirects unless it is told to
      const answer = await this.#pool.request({
        ...{ method, path, signal },
        headers: {
          'user-agent': 'Kith/1 (lists)',
          ...headers,
          ...(authorization !== null && { authorization: authorization.reveal() }),
        },
        ...(body !== undefined && { body }),
      });
      return {
        status: answer.statusCode,
        header(name) {
          const value = answer.headers[name];
          return typeof value === 'string' ? value : null;
        },
        body: pieces(answer.body, signal),
        // closing it before its end is an error of the stream: that is what is wanted
        drop: () => void answer.body.on('error', () => {}).destroy(),
      };
    } catch (error) {
      throw failureOf(error, signal);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

async function* pieces(body: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const piece of body) yield piece;
  } catch (error) {
    throw failureOf(error, signal);
  }
}

/** Reads a small answer whole. @throws ImportError `too_large` */
export const textOf = async (answer: Answer, bytesMax: number): Promise<string> =>
  (await readAtMost(answer.body, bytesMax, () => new ImportError('too_large'))).toString('utf8');

function failureOfStatus(status: number, retryAfter: string | null): ImportError {
  if (status === 401 || status === 403) return new ImportError('sign_in_refused');
  if (status === 404 || status === 410) return new ImportError('not_there');
  if (status < 500 && status !== 429 && status !== 408) return new ImportError('source_refused');
  return new SourceBusy(retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0);
}

const TIMEOUTS: readonly unknown[] = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];

function failureOf(error: unknown, signal: AbortSignal): unknown {
  // whoever aborted it knows why
  if (signal.aborted) return signal.reason;
  if (error instanceof ImportError || !(error instanceof Error)) return error;
  return new ImportError(codeOf(error), error);
}

const GONE = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_ABORTED'];
const NOT_TRUSTED = /^(CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

function codeOf(error: Error): ImportFailure {
  if (TIMEOUTS.includes(error.constructor)) return 'timed_out';
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) return 'answer_broken';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === PRIVATE_ADDRESS) return 'private_address';
  if (NOT_TRUSTED.test(code)) return 'not_trusted';
  return GONE.includes(code) ? 'cut_off' : 'unreachable';
}
