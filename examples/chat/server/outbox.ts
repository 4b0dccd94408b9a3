/**
 * What Kith is still to be told, in the order in which it happened. Written in the transaction of what happened, and sent until
 * there is a receipt: a crash, here or there, loses nothing and tells nothing twice, because the ids stay the same.
 *
 * **Where Kith can't be reached, nothing is delivered that Kith would decide on.** Messages and requests wait; whoever wrote them
 * sees that. It costs time, and that is all: to deliver first and ask later would open the door for just as long as
 * somebody can keep Kith away. What people do to protect themselves (block, leave, decline) never waits: it holds at once.
 *
 * Kith's own queue (`kith.queue()`) is quicker for a stream of events, but lives in memory. This one may be lost to no crash,
 * and must keep its order over failures: batches by `tell`, one after the other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DecisionReceipt, type Kith, KithError, type NewEvent } from '@kith/client';
import type { Store } from './database.ts';

export type OutEvent = NewEvent & { id: string };

/** Events of one call: half of what a call takes, so that long messages fit, too. */
const BATCH = 500;
/** Between tries while Kith can't be reached, milliseconds. */
const AGAIN_MS = 1_000;

interface Row {
  seq: number;
  event: string;
}

interface Told {
  /** in the transaction that notes the receipt; `null` where Kith refused the event */
  decided(event: OutEvent, receipt: DecisionReceipt | null): void;
  /** after each batch, and whenever Kith comes or goes */
  changed(): void;
  log(message: string): void;
}

export class Outbox {
  readonly #store: Store;
  readonly #kith: Kith;
  readonly #stopping = new AbortController();
  #told: Told | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #reachable = true;

  constructor(store: Store, kith: Kith) {
    this.#store = store;
    this.#kith = kith;
  }

  /** Whether Kith could be reached the last time. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /** Adds an event. Call it in the transaction of what happened, and `wake` after it. */
  put(event: OutEvent): void {
    const time = event.time ?? new Date().toISOString();
    this.#store.run(
      'INSERT INTO outbox (id, event) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
      ...[event.id, JSON.stringify({ ...event, time })],
    );
  }

  start(told: Told): void {
    this.#told = told;
    this.wake();
  }

  /** There is something to tell. */
  wake(): void {
    this.#again = true;
    const told = this.#told;
    if (told === null || this.#stopping.signal.aborted) return;
    this.#running ??= this.#run(told).finally(() => {
      this.#running = null;
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(told: Told): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#again = false;
      const rows = this.#store.all<Row>('SELECT seq, event FROM outbox WHERE told = 0 ORDER BY seq LIMIT ?', BATCH);
      if (rows.length === 0) {
        // woken between the query and here
        if (this.#again) continue;
        return;
      }
      if (!(await this.#tell(rows, told))) await sleep(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #tell(rows: readonly Row[], told: Told): Promise<boolean> {
    const events = rows.map(({ event }): OutEvent => JSON.parse(event)); // `put` wrote it
    try {
      const receipts = await this.#kith.tell(events, { signal: this.#stopping.signal });
      this.#store.together(() => {
        for (const [i, receipt] of receipts.entries()) {
          const [row, event] = [rows[i], events[i]];
          if (row === undefined || event === undefined) continue;
          const problem = receipt.status === 'rejected' ? `${receipt.error.code} ${receipt.error.field ?? ''}` : null;
          // what somebody wrote is not kept twice
          this.#store.run(
            "UPDATE outbox SET told = 1, problem = ?, event = json_remove(event, '$.data.text') WHERE seq = ?",
            ...[problem, row.seq],
          );
          if (problem !== null) told.log(`Kith refused the event ${event.id}: ${problem}`);
          told.decided(event, receipt.status === 'rejected' ? null : receipt);
        }
      });
      this.#reachable = true;
      told.changed();
      return true;
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      if (this.#stopping.signal.aborted) return false;
      if (this.#reachable) told.log(`Kith can't be reached (${error.code}): what people write waits`);
      this.#reachable = false;
      told.changed();
      return false;
    }
  }
}
