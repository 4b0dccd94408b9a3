/**
 * A courier: takes due rows from the outbox, delivers them as webhooks, and writes what came of it. Any number may run,
 * in any number of processes. Each webhook is delivered at least once; its webhook-id is the same on every try, so that
 * the platform can drop a second one. Webhooks may arrive in another order than their events happened.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { OutboxRow, Records } from '../ground/database/index.ts';
import type { Resolve } from './addresses.ts';
import type { WebhookEndpoint } from './endpoints.ts';
import { giveUpOnStrays, lease, nextDue, purgeDelivered, type Settled, settle } from './leases.ts';
import { judge, type Verdict } from './schedule.ts';
import { Sender } from './sender.ts';

/** Tries under way at one endpoint at most. An endpoint that hangs holds its own places and nobody else's. */
export const ENDPOINT_CONCURRENCY = 8;
/** How long one try may take, the answer included. */
export const TRY_TIMEOUT_MS = 10_000;
/** How long a courier has a row: a try and the writing of its result, with room for a slow database. */
export const LEASE_MS = 60_000;
/** How long a courier sleeps at most: so late does it see rows that another process made. */
export const POLL_MS = 1_000;
/** How often strays are given up and what was delivered long ago is deleted. */
export const TIDY_EVERY_MS = 600_000;
/** Delivered rows are kept this long for whoever looks into what was sent; then they are deleted. */
export const KEEP_DELIVERED_MS = 7 * 86_400_000;

/** Time, so that tests can move it. */
export interface Clock {
  /** milliseconds since 1970 */
  now(): number;
  /** resolves after `ms`, or as soon as the signal is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
};

/** What came of one try, for metrics and logs. Nothing in it comes from the endpoint but the status. */
export interface DeliveryTold {
  endpoint: string;
  type: string;
  /** the webhook-id */
  id: string;
  outcome: Verdict['outcome'];
  /** `HTTP_503`, `ECONNREFUSED`, `TIMEOUT`; null when delivered */
  error: string | null;
  /** tries so far, this one included */
  attempts: number;
  took_ms: number;
}

export interface CourierOptions {
  db: Kysely<Records>;
  endpoints: readonly WebhookEndpoint[];
  clock?: Clock;
  /** gives 0 to 1, for the jitter between tries */
  random?: () => number;
  onDelivery?: (told: DeliveryTold) => void;
  /** the database failed; the courier goes on after a pause */
  onError?: (error: unknown) => void;
  concurrency?: number;
  timeout_ms?: number;
  lease_ms?: number;
  poll_ms?: number;
  keepDelivered_ms?: number;
  /** resolves names, in place of the machine's resolver */
  resolve?: Resolve;
}

/** One endpoint, with the tries that are under way there. */
interface Lane {
  endpoint: WebhookEndpoint;
  sender: Sender;
  underWay: number;
}

export class Courier {
  readonly #db: Kysely<Records>;
  readonly #lanes: readonly Lane[];
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onDelivery: (told: DeliveryTold) => void;
  readonly #onError: (error: unknown) => void;
  readonly #concurrency: number;
  readonly #lease_ms: number;
  readonly #poll_ms: number;
  readonly #keepDelivered_ms: number;
  readonly #underWay = new Set<Promise<void>>();
  #unsettled: { settled: Settled; written: () => void }[] = [];
  #writing = false;
  #tidiedAt: number | null = null;
  #closing = false;
  #awake = new AbortController();
  #loop: Promise<void> | null = null;

  constructor(options: CourierOptions) {
    const timeout_ms = options.timeout_ms ?? TRY_TIMEOUT_MS;
    this.#db = options.db;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#onDelivery = options.onDelivery ?? (() => {});
    this.#onError = options.onError ?? (() => {});
    this.#concurrency = options.concurrency ?? ENDPOINT_CONCURRENCY;
    this.#lease_ms = options.lease_ms ?? LEASE_MS;
    this.#poll_ms = options.poll_ms ?? POLL_MS;
    this.#keepDelivered_ms = options.keepDelivered_ms ?? KEEP_DELIVERED_MS;
    if (this.#lease_ms <= timeout_ms) throw new Error('a lease must be longer than a try may take');
    this.#lanes = options.endpoints.map((endpoint) => ({
      endpoint,
      sender: new Sender(endpoint, { connections: this.#concurrency, timeout_ms, resolve: options.resolve }),
      underWay: 0,
    }));
  }

  /** Begins the rounds, until `close`. */
  start(): this {
    this.#loop ??= this.#rounds();
    return this;
  }

  /** Says that there may be something due: a commit has made rows. Cheap; call it after every such commit. */
  wake(): void {
    this.#awake.abort();
  }

  /** Takes nothing more, and resolves when the tries under way are over and written. */
  async close(): Promise<void> {
    this.#closing = true;
    this.wake();
    await this.#loop;
    await Promise.all(this.#underWay);
    await Promise.all(this.#lanes.map(({ sender }) => sender.close()));
  }

  /**
   * Delivers what is due now, all of it, and resolves when that is written: for tests and for a single run. Throws
   * what the database throws.
   */
  async deliverDue(): Promise<void> {
    for (;;) {
      const taken = await this.#take();
      if (taken === 0 && this.#underWay.size === 0) return;
      if (this.#underWay.size > 0) await Promise.race(this.#underWay);
    }
  }

  async #rounds(): Promise<void> {
    while (!this.#closing) {
      this.#awake = new AbortController();
      let pause_ms = this.#poll_ms;
      try {
        await this.#tidy();
        const taken = await this.#take();
        if (taken > 0) continue;
        const next = await nextDue(this.#db, this.#free().map(nameOf));
        // at least a millisecond: what is due but leased by another courier this very moment is not spun upon
        if (next !== null) pause_ms = Math.max(1, Math.min(this.#poll_ms, next - this.#clock.now()));
      } catch (error) {
        this.#onError(error);
      }
      if (!this.#closing) await this.#clock.sleep(pause_ms, this.#awake.signal);
    }
  }

  #free(): readonly Lane[] {
    return this.#lanes.filter((lane) => lane.underWay < this.#concurrency);
  }

  /** Leases what is due, as far as there are places, and begins to deliver it. Gives how many rows that was. */
  async #take(): Promise<number> {
    let taken = 0;
    for (const lane of this.#free()) {
      if (this.#closing) break;
      const now = this.#clock.now();
      const places = this.#concurrency - lane.underWay;
      const rows = await lease(this.#db, lane.endpoint.name, places, now, now + this.#lease_ms);
      taken += rows.length;
      for (const row of rows) {
        lane.underWay++;
        const delivery = this.#deliver(lane, row).finally(() => {
          lane.underWay--;
          this.#underWay.delete(delivery);
          this.wake();
        });
        this.#underWay.add(delivery);
      }
    }
    return taken;
  }

  async #deliver(lane: Lane, row: OutboxRow): Promise<void> {
    const began = this.#clock.now();
    const attempt = await lane.sender.send(row, began);
    const ended = this.#clock.now();
    const verdict = judge(row, attempt, ended, this.#random());
    await new Promise<void>((written) => {
      this.#unsettled.push({ settled: { row, verdict }, written });
      void this.#write();
    });
    this.#onDelivery({
      endpoint: row.endpoint,
      type: row.type,
      id: row.id,
      outcome: verdict.outcome,
      error: verdict.outcome === 'delivered' ? null : verdict.error,
      attempts: row.attempts,
      took_ms: ended - began,
    });
  }

  /** Writes results: those that come in while a transaction is under way share the next one. */
  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#unsettled.length > 0) {
      const some = this.#unsettled;
      this.#unsettled = [];
      try {
        await settle(
          this.#db,
          some.map((s) => s.settled),
          this.#clock.now(),
        );
      } catch (error) {
        this.#onError(error);
        if (!this.#closing) {
          // kept, so that an outage of the database doesn't send everything twice; places stay taken meanwhile
          this.#unsettled = [...some, ...this.#unsettled];
          await this.#clock.sleep(this.#poll_ms, new AbortController().signal);
          continue;
        }
        // the leases will end, and another courier sends these again
      }
      for (const { written } of some) written();
    }
    this.#writing = false;
  }

  async #tidy(): Promise<void> {
    const now = this.#clock.now();
    if (this.#tidiedAt !== null && now - this.#tidiedAt < TIDY_EVERY_MS) return;
    this.#tidiedAt = now;
    await giveUpOnStrays(this.#db, this.#lanes.map(nameOf), now);
    await purgeDelivered(this.#db, now - this.#keepDelivered_ms);
  }
}

const nameOf = ({ endpoint }: Lane): string => endpoint.name;
