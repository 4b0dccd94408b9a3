/**
 * What is done about referrals in its own time, by any number of processes at once: those of rulings are drafted, those that go by
 * machine are sent, and what follows from having been sent is done.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReferralFilingRow, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { readReferral } from './content.ts';
import { take } from './filing.ts';
import { Later } from './later.ts';
import { draftReferred } from './referred.ts';
import { type SendOptions, sendOne } from './send-one.ts';
import { settle } from './settle.ts';

/** How long it sleeps at most, milliseconds: so late it sees what another process wrote. */
const POLL_MS = 1_000;
/** Referrals that one process sends at the same moment: each waits for the authority most of the time. */
const AT_ONCE = 8;
/** Those that were sent and are settled in one round. */
const SETTLED_MAX = 20;
/** Whoever notes a reference number settles it at once: only what they left undone is for this, milliseconds. */
const SETTLES_ITSELF_MS = 10_000;
/** How soon what failed is tried again, milliseconds. */
const AGAIN_MS = 60_000;

export class Sender {
  readonly #options: SendOptions;
  readonly #stopping = new AbortController();
  readonly #under = new Set<Promise<void>>();
  readonly #later = new Later();
  #running: Promise<void> | null = null;
  #nap = new AbortController();

  constructor(options: SendOptions) {
    this.#options = options;
  }

  start(): this {
    this.#running ??= this.#run();
    return this;
  }

  /** There is something to send. */
  wake(): void {
    this.#nap.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#nap = new AbortController();
      const done = await this.#tried('referrals', () => this.round());
      if (done === 0) await this.#sleep();
    }
    await Promise.all(this.#under);
  }

  async #sleep(): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, this.#nap.signal]);
    await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => {});
  }

  /** Does what is due now. @returns how much was begun */
  async round(): Promise<number> {
    const drafted = await this.#tried('drafting', () => draftReferred(this.#options, this.#later));
    const settled = await this.#tried('settling', () => this.#settle());
    return drafted + settled + (await this.#send());
  }

  /** As many as there is room for; what one of them waits for keeps no other from leaving. */
  async #send(): Promise<number> {
    const { store, clock } = this.#options;
    const room = AT_ONCE - this.#under.size;
    // a name of this very hold: whoever had it before, here too, writes nothing any more (its lease ended while the machine or the
    // database stood still, or by a clock that jumped)
    const taken = room > 0 ? await take(store.records.kysely, randomUUID(), room, clock()) : [];
    for (const one of taken) {
      const sending = this.#sendOne(one).finally(() => {
        this.#under.delete(sending);
        this.wake();
      });
      this.#under.add(sending);
    }
    return room > 0 ? taken.length : 0;
  }

  /** What was sent is settled at once, by who sent it. */
  async #sendOne(taken: ReferralFilingRow): Promise<void> {
    const isSent = await sendOne(this.#options, taken, this.#stopping.signal);
    if (!isSent) return;
    const { kysely } = this.#options.store.records;
    await this.#tried(taken.referral, async () => this.#settleOne(await readReferral(kysely, taken.referral)));
  }

  /** What others left: they died, or could not. */
  async #settle(): Promise<number> {
    const { store, clock } = this.#options;
    const rows = await store.records.kysely
      .selectFrom('referral')
      .selectAll()
      .where('state', '=', 'sent')
      .where('updated_at', '<=', clock() - SETTLES_ITSELF_MS)
      .orderBy('sent_at')
      .limit(SETTLED_MAX)
      .execute();
    let done = 0;
    for (const row of rows) {
      if (this.#later.isNow(row.id, clock())) done += await this.#tried(row.id, () => this.#settleOne(row));
    }
    return done;
  }

  async #settleOne(row: ReferralRow): Promise<number> {
    this.#later.put(row.id, this.#options.clock() + AGAIN_MS);
    await settle(this.#options, row, null);
    this.#later.done(row.id);
    return 1;
  }

  /** What fails is tried again in the next round. */
  async #tried(what: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      // of two processes that do it, the other was faster
      if (error instanceof ProblemError && error.problem.code === 'referral_changed') return 0;
      this.#options.log.error(
        { err: error, what },
        'what is due about referrals could not be done, and will be tried again',
      );
      return 0;
    }
  }

  /** Steps under way are given up, and what they had is due at once for whoever goes on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
