/**
 * Carries out what was ruled, in its own time: enforcements, statements, rulings that become final. Any number of these may
 * run, in any number of processes: who takes a row has it until a lease ends.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { lease, Overtaken } from '../ground/jobs/index.ts';
import type { Log } from '../ground/log/index.ts';
import type { CaseDoor } from './case-door.ts';
import { forgetHeld, type HeldOptions, settleHeld } from './held.ts';
import { settleRuling } from './settle.ts';
import { type StatementOptions, sendStatement } from './statements.ts';
import { type StepOptions, takeStep } from './steps.ts';

/** How long it sleeps at most, milliseconds: so late it sees what another process wrote. */
const POLL_MS = 500;
/** Rows of a kind that are taken at once: all are done well within their lease. */
const TAKEN_MAX = 20;
/** How often what is too old is looked for, milliseconds. */
const FORGETS_EVERY_MS = 3_600_000;

export interface JobOptions extends Omit<StepOptions, 'tell'>, StatementOptions {
  /** tells Kith an event of its own; resolves when it is committed */
  tell: StepOptions['tell'] & HeldOptions['tell'];
  cases: CaseDoor;
  log: Log;
}

export class EnforcementJob {
  readonly #options: JobOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  /** when it forgot what is too old last, milliseconds since 1970 */
  #forgot = 0;

  constructor(options: JobOptions) {
    this.#options = options;
  }

  start(): this {
    this.#running ??= this.#run();
    return this;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const done = await this.round();
      if (done === 0) await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  /** Does what is due now, one after the other. @returns how many rows were looked at */
  async round(): Promise<number> {
    const { db, clock, cases, log } = this.#options;
    try {
      const enforcements = await lease(db, 'enforcement', TAKEN_MAX, clock());
      for (const row of enforcements) await this.#try(row.id, () => takeStep(this.#options, row));
      const statements = await lease(db, 'statement', TAKEN_MAX, clock());
      for (const row of statements) await this.#try(row.id, () => sendStatement(this.#options, row));
      const rulings = await lease(db, 'ruling', TAKEN_MAX, clock());
      for (const row of rulings) {
        const settle = () => db.transaction().execute((trx) => settleRuling(trx, cases, row, clock()));
        await this.#try(row.id, settle);
      }
      const held = await lease(db, 'held_event', TAKEN_MAX, clock());
      for (const row of held) await this.#try(row.id, () => settleHeld(this.#options, row));
      await this.#forget(clock());
      return enforcements.length + statements.length + rulings.length + held.length;
    } catch (error) {
      log.error({ err: error }, 'what was ruled could not be looked at, and will be again');
      return 0;
    }
  }

  async #forget(now_ms: number): Promise<void> {
    if (now_ms - this.#forgot < FORGETS_EVERY_MS) return;
    await forgetHeld(this.#options.db, now_ms);
    this.#forgot = now_ms;
  }

  /** What fails is due again when its lease ends. */
  async #try(id: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Overtaken) return;
      this.#options.log.error({ err: error, id }, 'what was ruled could not be carried out, and will be tried again');
    }
  }

  /** Finishes what it has begun. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
