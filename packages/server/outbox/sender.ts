/** Sends one webhook to one endpoint: signed, once, and never further than to where it should go. */
import { Webhook } from 'standardwebhooks';
import { errors, Pool } from 'undici';
import type { OutboxRow } from '../ground/database/index.ts';
import { connector, type Resolve } from './addresses.ts';
import { secretsOf, type WebhookEndpoint } from './endpoints.ts';
import type { Attempt } from './schedule.ts';

/** How much of an answer is read, to be thrown away so that the connection can be used again. Beyond it is closed. */
export const ANSWER_BYTES_MAX = 16_384;

export interface SenderOptions {
  /** connections at once */
  connections: number;
  /** for connecting, sending and the answer together */
  timeout_ms: number;
  resolve?: Resolve | undefined;
}

/** The value of the header webhook-signature: one signature a secret. */
export function sign(secrets: readonly string[], id: string, now_ms: number, body: string): string {
  return secrets.map((secret) => new Webhook(secret).sign(id, new Date(now_ms), body)).join(' ');
}

export class Sender {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #secrets: readonly string[];
  readonly #timeout_ms: number;

  constructor(to: WebhookEndpoint, { connections, timeout_ms, resolve }: SenderOptions) {
    const url = new URL(to.url);
    this.#path = url.pathname + url.search;
    this.#secrets = secretsOf(to);
    this.#timeout_ms = timeout_ms;
    this.#pool = new Pool(url.origin, { connections, connect: connector(to.allowPrivate, timeout_ms, { resolve }) });
  }

  /** One try. Never throws: what went wrong is the attempt's `error`, a code without anything the endpoint said. */
  async send(row: Pick<OutboxRow, 'id' | 'body'>, now_ms: number): Promise<Attempt> {
    try {
      const signal = AbortSignal.timeout(this.#timeout_ms);
      // undici follows no redirects unless it is told to
      const { statusCode, headers, body } = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Kith/1 (webhooks)',
          'webhook-id': row.id,
          'webhook-timestamp': String(Math.floor(now_ms / 1000)),
          'webhook-signature': sign(this.#secrets, row.id, now_ms, row.body),
        },
        body: row.body,
        signal,
      });
      // the status is the answer; what follows it is of no interest, and neither is its failing
      await body.dump({ limit: ANSWER_BYTES_MAX, signal }).catch(() => {});
      const asked = headers['retry-after'];
      const retryAfter_ms = typeof asked === 'string' && /^\d{1,6}$/.test(asked) ? Number(asked) * 1000 : 0;
      return { status: statusCode, retryAfter_ms };
    } catch (error) {
      return { error: codeOf(error) };
    }
  }

  /** Closes the connections; tries under way are finished first. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}

const TIMEOUTS: readonly unknown[] = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];

/** The code of an error: what a log may say. Messages are left out, as they can quote an answer. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if (error.name === 'TimeoutError' || TIMEOUTS.includes(error.constructor)) return 'TIMEOUT';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'UNKNOWN';
}
