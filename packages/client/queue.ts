/** A sender for streams of events: gathers them into batches, keeps their order, and says when to slow down. */
import type { Receipt } from '@kith/contract';
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX, batches, type NewEvent, type ReadyEvent, ready } from './batches.ts';
import { KithError } from './errors.ts';

export interface QueueOptions {
  /** events in one request at most (500; never over 1,000) */
  maxBatch?: number;
  /** how long an event waits for company, in milliseconds (20) */
  maxWait_ms?: number;
  /** events that are held at most, waiting or on their way (10,000) */
  maxQueued?: number;
}

interface Waiting {
  event: ReadyEvent;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

/**
 * Batches are sent one after the other, so that Kith sees events in the order in which they were added: who accepted
 * a connection and then wrote must not be judged the other way round.
 */
export class KithQueue {
  readonly #send: (batch: readonly ReadyEvent[]) => Promise<readonly Receipt[]>;
  readonly #maxBatch: number;
  readonly #maxWait_ms: number;
  readonly #maxQueued: number;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #onTheWay = 0;
  #added = 0;
  #answered = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #flushes = 0;
  #closed = false;
  #room: (() => void)[] = [];

  /** Made by `kith.queue()`. */
  constructor(send: (batch: readonly ReadyEvent[]) => Promise<readonly Receipt[]>, options: QueueOptions) {
    this.#send = send;
    this.#maxBatch = Math.min(BATCH_EVENTS_MAX, positive('maxBatch', options.maxBatch ?? 500));
    this.#maxWait_ms = positive('maxWait_ms', options.maxWait_ms ?? 20, 0);
    this.#maxQueued = positive('maxQueued', options.maxQueued ?? 10_000);
  }

  /** Events that were added and have no receipt yet. */
  get size(): number {
    return this.#waiting.length + this.#onTheWay;
  }

  /**
   * Adds an event and gives its receipt once Kith has decided it (a refused event is a receipt with `status:
   * 'rejected'`). Rejects with `queue_full` where `maxQueued` events are held, with `queue_closed` after `close`,
   * and with what `tell` throws where its batch could not be sent for good.
   */
  add(event: NewEvent): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new KithError('queue_closed', 'the queue was closed');
      if (this.size >= this.#maxQueued) {
        throw new KithError('queue_full', `the queue holds ${this.#maxQueued} events; wait for room()`);
      }
      const made = ready(event);
      this.#waiting.push({ event: made, resolve, reject });
      this.#waitingBytes += made.bytes + 1;
      this.#added++;
      this.#pump();
    });
  }

  /** Resolves as soon as there is room for another event. */
  async room(): Promise<void> {
    while (this.size >= this.#maxQueued) await new Promise<void>((resolve) => this.#room.push(resolve));
  }

  /** Sends what waits at once; resolves when everything that was added before has its receipt or its error. */
  async flush(): Promise<void> {
    this.#flushes++;
    this.#pump();
    const until = this.#added;
    while (this.#answered < until) await this.#sending;
    this.#flushes--;
  }

  /** Takes nothing more, sends what waits, and resolves when all of it has its receipt or its error. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  /** Starts sending where a batch is full, flushing is asked for, or the wait is over; else sets the timer. */
  #pump(waitIsOver = false): void {
    if (this.#sending !== undefined || this.#waiting.length === 0) return;
    const full = this.#waiting.length >= this.#maxBatch || this.#waitingBytes >= BATCH_BYTES_MAX;
    if (!full && !waitIsOver && this.#flushes === 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#pump(true);
      }, this.#maxWait_ms);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#sendOne().finally(() => {
      this.#sending = undefined;
      this.#pump();
    });
  }

  async #sendOne(): Promise<void> {
    const events = this.#waiting.slice(0, this.#maxBatch).map((w) => w.event);
    const [batch = []] = batches(events, this.#maxBatch);
    const sent = this.#waiting.splice(0, batch.length);
    this.#waitingBytes -= batch.reduce((sum, e) => sum + e.bytes + 1, 0);
    this.#onTheWay = sent.length;
    try {
      const receipts = await this.#send(batch);
      for (const [i, { resolve, reject }] of sent.entries()) {
        const receipt = receipts[i];
        if (receipt === undefined) reject(new KithError('bad_answer', 'an event was left without a receipt'));
        else resolve(receipt);
      }
    } catch (error) {
      for (const { reject } of sent) reject(error);
    } finally {
      this.#onTheWay = 0;
      this.#answered += sent.length;
      for (const tell of this.#room.splice(0)) tell();
    }
  }
}

function positive(name: string, value: number, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new KithError('bad_options', `\`${name}\` must be a whole number, at least ${least}`);
}
