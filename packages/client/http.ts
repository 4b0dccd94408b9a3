/** One request to Kith, tried again where that may help. */
import type { Problem } from '@kith/contract';
import { KithError } from './errors.ts';
import { backoff, isWorthRetrying, RETRY_AFTER_MAX_MS, retryAfter } from './retry.ts';

export interface Transport {
  /** Kith's address, without a slash at the end */
  base: string;
  key: string;
  /** for each try */
  timeout_ms: number;
  /** tries after the first */
  retries: number;
  fetch: typeof globalThis.fetch;
  random: () => number;
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** JSON as text, or bytes; made once: a retry says the very same */
  body?: string | Uint8Array<ArrayBuffer> | Blob;
  /** for each try, where it takes longer than others */
  timeout_ms?: number;
  signal?: AbortSignal | undefined;
}

/** What a failed try leaves: the error to give if it was the last, and how long to wait at least before the next. */
interface Failed {
  error: KithError;
  again: boolean;
  wait_ms: number;
}

/**
 * Sends a call and gives the JSON of its answer. Network failures, timeouts, 408, 429 and 5xx are tried again, up to
 * `retries` times. Throws a KithError otherwise.
 */
export async function send(to: Transport, call: Call): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const result = await once(to, call);
    if ('json' in result) return result.json;
    if (!result.again || tries > to.retries || result.wait_ms > RETRY_AFTER_MAX_MS) throw result.error;
    try {
      await to.wait(Math.max(result.wait_ms, backoff(tries, to.random)), call.signal);
    } catch (cause) {
      throw aborted(cause);
    }
  }
}

async function once(to: Transport, call: Call): Promise<{ json: unknown } | Failed> {
  if (call.signal?.aborted) return final(aborted(call.signal.reason));
  const timeout_ms = Math.max(to.timeout_ms, call.timeout_ms ?? 0);
  const timeout = AbortSignal.timeout(timeout_ms);
  const headers: Record<string, string> = { authorization: `Bearer ${to.key}`, accept: 'application/json' };
  if (typeof call.body === 'string') headers['content-type'] = 'application/json';
  else if (call.body !== undefined) headers['content-type'] = 'application/octet-stream';
  let status: number;
  let text: string;
  let wait_ms: number;
  try {
    const { fetch } = to; // a browser's fetch must not be called as somebody's method
    const response = await fetch(to.base + call.path, {
      method: call.method,
      headers,
      // a redirect would carry events to wherever it points
      redirect: 'manual',
      signal: call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]),
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    // a browser hides where a redirect goes, and its status with it
    status = response.type === 'opaqueredirect' ? 302 : response.status;
    wait_ms = retryAfter(response.headers.get('retry-after'), Date.now());
    text = await response.text();
  } catch (cause) {
    if (call.signal?.aborted) return final(aborted(cause));
    const error = timeout.aborted
      ? new KithError('timeout', `Kith did not answer within ${timeout_ms} ms`, { cause })
      : new KithError('unreachable', `Kith can't be reached at ${to.base}`, { cause });
    return { error, again: true, wait_ms: 0 };
  }
  if (status >= 200 && status < 300) {
    const json = parse(text);
    return json === undefined
      ? final(new KithError('bad_answer', `what answers at ${to.base} did not answer in JSON`, { status }))
      : { json };
  }
  return { error: problemOf(status, text, to.base), again: isWorthRetrying(status), wait_ms };
}

const final = (error: KithError): Failed => ({ error, again: false, wait_ms: 0 });
const aborted = (cause: unknown): KithError => new KithError('aborted', 'the call was aborted', { cause });

function problemOf(status: number, text: string, base: string): KithError {
  if (status < 400) {
    return new KithError('redirected', `${base} redirects; give Kith's own address as \`url\``, { status });
  }
  const problem = readProblem(parse(text));
  if (problem !== undefined) {
    return new KithError(problem.code, sayProblem(problem), { status, problem });
  }
  return isWorthRetrying(status)
    ? new KithError('unavailable', `Kith could not answer (HTTP ${status})`, { status })
    : new KithError('refused', `Kith refused the request (HTTP ${status})`, { status });
}

/** The problem in one line, with its field where it doesn't begin with that by itself. */
export const sayProblem = ({ field, message }: Problem): string =>
  field === undefined || message.startsWith(field) ? message : `${field}: ${message}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The problem in `{ error: { code, message, field? } }`; undefined where something else answered. */
function readProblem(json: unknown): Problem | undefined {
  const error = member(json, 'error');
  const code = member(error, 'code');
  const message = member(error, 'message');
  const field = member(error, 'field');
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return typeof field === 'string' ? { code, message, field } : { code, message };
}

/** A member of what may be an object. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? // `in` has shown that it is there; TypeScript can't index an object by a string
      (value as Record<string, unknown>)[name]
    : undefined;
}
