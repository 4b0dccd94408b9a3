/** What a platform's code talks to. */
import type {
  AccountView,
  Answer,
  ContactView,
  QuestionInput,
  Receipt,
  ReportLink,
  ReportLinkInput,
} from '@kith/contract';
import { batches, bodyOf, type NewEvent, type ReadyEvent, ready } from './batches.ts';
import { KithError } from './errors.ts';
import { Families } from './families.ts';
import { member, sayProblem, send, type Transport } from './http.ts';
import { Preservations, segment } from './preservations.ts';
import { KithQueue, type QueueOptions } from './queue.ts';
import { wait } from './retry.ts';

/** How long one try may take unless told otherwise. Kith answers in milliseconds; a person is waiting. */
export const TIMEOUT_MS = 5_000;
/** Tries after the first unless told otherwise: about 6 seconds of waiting at most. */
export const RETRIES = 5;

export interface KithOptions {
  /** Kith's address: https://kith.example.com */
  url: string;
  /** an API key with the scopes that are used: `kith keys create` */
  key: string;
  /** how long one try may take, in milliseconds (5,000) */
  timeout_ms?: number;
  /** tries after the first (5) */
  retries?: number;
  /** another fetch than the global one: to go through a proxy, to trust another authority */
  fetch?: typeof globalThis.fetch;
  /** gives 0 to 1, for the jitter between tries (Math.random) */
  random?: () => number;
  /** waits between tries (setTimeout) */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface CallOptions {
  /** gives up the call when it is aborted: AbortSignal.timeout(2000) sets a limit on all tries together */
  signal?: AbortSignal;
}

/** The receipt of an event that was decided, now or when it was first told. */
export type DecisionReceipt = Extract<Receipt, { status: 'accepted' | 'duplicate' }>;

type EventAnswer = Extract<Answer, { decision: unknown }>;
type CandidatesAnswer = Extract<Answer, { answers: unknown }>;
type CandidatesQuestion = Exclude<QuestionInput, { question: 'event' }>;
type EventQuestion = { question: 'event'; event: NewEvent };

/**
 * A platform's line to Kith. Safe to share: make one for the process.
 *
 * Every call is tried again on network failures, 408, 429 and 5xx, with exponential backoff and full jitter, honouring
 * Retry-After. An event is told once however often it is tried, because its id stays the same. Throws KithError.
 */
export class Kith {
  readonly #to: Transport;
  /** answers Kith's requests to preserve */
  readonly preservations: Preservations;
  /** guardianships and the Family Centre */
  readonly families: Families;

  constructor(options: KithOptions) {
    this.#to = {
      base: readUrl(options.url),
      key: readKey(options.key),
      timeout_ms: atLeast('timeout_ms', options.timeout_ms ?? TIMEOUT_MS, 1),
      retries: atLeast('retries', options.retries ?? RETRIES, 0),
      fetch: options.fetch ?? globalThis.fetch,
      random: options.random ?? Math.random,
      wait: options.wait ?? wait,
    };
    this.preservations = new Preservations(this.#to, send);
    this.families = new Families(this.#to, send);
  }

  /**
   * Tells Kith what happened. `id` and `time` are filled in where they are left out.
   *
   * One event gives its receipt with the decision, and throws where Kith refused the event (`problem` says why).
   * Many give one receipt each, in order, and a refused one is a receipt with `status: 'rejected'`: the others count.
   * More than a request holds are sent in several, one after the other; where one of them fails for good, the error's
   * `receipts` are those of the events before.
   */
  tell(event: NewEvent, options?: CallOptions): Promise<DecisionReceipt>;
  tell(events: readonly NewEvent[], options?: CallOptions): Promise<Receipt[]>;
  async tell(told: NewEvent | readonly NewEvent[], options: CallOptions = {}): Promise<DecisionReceipt | Receipt[]> {
    if (isMany(told)) return this.#tellMany(told.map(ready), options);
    const [receipt] = await this.#tellBatch([ready(told)], options);
    if (receipt === undefined) throw badAnswer();
    if (receipt.status !== 'rejected') return receipt;
    const { error: problem } = receipt;
    throw new KithError(problem.code, sayProblem(problem), { problem });
  }

  /** Asks without telling: nothing is written. What would be decided about an event; which candidates may be shown. */
  ask(question: EventQuestion, options?: CallOptions): Promise<EventAnswer>;
  ask(question: CandidatesQuestion, options?: CallOptions): Promise<CandidatesAnswer>;
  async ask(question: EventQuestion | CandidatesQuestion, options: CallOptions = {}): Promise<Answer> {
    const body =
      question.question === 'event'
        ? `{"question":"event","event":${ready(question.event).json}}`
        : JSON.stringify(question);
    const json = await send(this.#to, { method: 'POST', path: '/v1/decisions', body, signal: options.signal });
    const expected = question.question === 'event' ? 'decision' : 'answers';
    if (typeof member(json, expected) !== 'object') throw badAnswer();
    return json as Answer; // Kith's own answer; its schema is the server's to keep
  }

  /** What is known of an account. */
  async account(id: string, options: CallOptions = {}): Promise<AccountView> {
    return this.#view<AccountView>(`/v1/accounts/${segment(id)}`, options);
  }

  /** What is known of what `actor` has done towards `other`. */
  async contact(actor: string, other: string, options: CallOptions = {}): Promise<ContactView> {
    return this.#view<ContactView>(`/v1/contacts/${segment(actor)}/${segment(other)}`, options);
  }

  /**
   * A link to the report form, for somebody who is signed in on the platform: open it where they tap "report". It works for an
   * hour and serves one report. Needs a key with the scope `reports:write`.
   */
  async reportLink(input: ReportLinkInput, options: CallOptions = {}): Promise<ReportLink> {
    const body = JSON.stringify(input);
    const json = await send(this.#to, { method: 'POST', path: '/v1/report-links', body, signal: options.signal });
    if (typeof member(json, 'url') !== 'string') throw badAnswer();
    return json as ReportLink; // as above
  }

  /** A sender for streams of events: gathers them into batches and says when to slow down. */
  queue(options: QueueOptions = {}): KithQueue {
    return new KithQueue((batch) => this.#tellBatch(batch, {}), options);
  }

  async #view<T>(path: string, options: CallOptions): Promise<T> {
    const json = await send(this.#to, { method: 'GET', path, signal: options.signal });
    if (typeof member(json, 'known') !== 'boolean') throw badAnswer();
    return json as T; // as above
  }

  async #tellMany(events: readonly ReadyEvent[], options: CallOptions): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const batch of batches(events)) {
      try {
        receipts.push(...(await this.#tellBatch(batch, options)));
      } catch (cause) {
        if (!(cause instanceof KithError)) throw cause;
        throw new KithError(cause.code, cause.message, { ...details(cause), receipts });
      }
    }
    return receipts;
  }

  async #tellBatch(batch: readonly ReadyEvent[], { signal }: CallOptions): Promise<readonly Receipt[]> {
    const json = await send(this.#to, { method: 'POST', path: '/v1/events', body: bodyOf(batch), signal });
    const results = member(json, 'results');
    if (!Array.isArray(results) || results.length !== batch.length) throw badAnswer();
    for (const [i, result] of results.entries()) {
      const id = member(result, 'id');
      // a rejected line may have no id; any other id than the one sent means that the lines are not in order
      if (id === undefined ? member(result, 'status') !== 'rejected' : id !== batch[i]?.id) throw badAnswer();
    }
    return results as Receipt[]; // as above
  }
}

const isMany = (told: NewEvent | readonly NewEvent[]): told is readonly NewEvent[] => Array.isArray(told);

const badAnswer = (): KithError =>
  new KithError('bad_answer', "what answered isn't this version of Kith: check `url`, and proxies on the way");

const details = ({ status, problem, cause }: KithError) => ({ status, problem, cause });

function readUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new KithError('bad_options', '`url` must be a URL, such as https://kith.example.com');
  }
  const plain = parsed.username === '' && parsed.password === '' && parsed.search === '' && parsed.hash === '';
  if (!/^https?:$/.test(parsed.protocol) || !plain) {
    throw new KithError('bad_options', '`url` must be an http(s) address without credentials, query or fragment');
  }
  return parsed.href.replace(/\/+$/, '');
}

function readKey(key: string): string {
  // visible ASCII: what a header can carry
  if (!/^[\x21-\x7e]+$/.test(key)) throw new KithError('bad_options', '`key` must be an API key');
  return key;
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new KithError('bad_options', `\`${name}\` must be a whole number, at least ${least}`);
}
