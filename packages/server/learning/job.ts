/** The work beside deciding that learning needs, in its own time: scores every few minutes, and once a day sample and drift. */
import type { CompiledPolicy, SecondLook } from '@kith/engine';
import { keepFact } from '../ground/database/index.ts';
import type { Log } from '../ground/log/index.ts';
import type { Level } from '../ground/telemetry/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { keepCohorts } from './cohort-kept.ts';
import { type Drawing, openDrawing } from './drawing.ts';
import { DRIFT_DAYS, DRIFT_FROM, type Drift, driftOf, scoresOf } from './drift.ts';
import { sampleDay } from './sample.ts';
import { ScoreKeeper } from './scores.ts';

/** Accounts wait so long to be scored, milliseconds: what is asked of scores is asked of days. */
const FLUSH_EVERY_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** Accounts that are still scored when Kith stops, at most: well under a second. */
const AT_STOP_MAX = 1_000;
/** Scores are kept for so many days: longer than drift looks back, and than a candidate is in shadow. */
const KEPT_DAYS = 60;
/** The fact that holds how many accounts were known yesterday: budgets are of accounts, and commands can't count them. */
export const ACCOUNTS_FACT = 'learning.accounts';

export interface LearningOptions {
  store: KnowledgeStore;
  policy: () => CompiledPolicy;
  second: SecondLook | null;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

export class Learning {
  readonly #options: LearningOptions;
  readonly #drawing: Drawing;
  readonly #keeper: ScoreKeeper;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> = Promise.resolve();
  #day = -1;
  #drift: readonly Drift[] = [];

  static async open(options: LearningOptions): Promise<Learning> {
    return new Learning(options, await openDrawing(options.store.records.kysely));
  }

  private constructor(options: LearningOptions, drawing: Drawing) {
    this.#options = options;
    this.#drawing = drawing;
    this.#keeper = new ScoreKeeper({ ...options, drawing });
  }

  start(): this {
    this.#timer = setInterval(() => this.work(), FLUSH_EVERY_MS).unref();
    return this;
  }

  /** An account turned to somebody who may be a child. */
  turned(account: string, other: string | undefined): void {
    this.#keeper.turned(account, other);
  }

  /** What is due; one after the other, and what fails is tried again next time. */
  work(): Promise<void> {
    const { log } = this.#options;
    this.#working = this.#working
      .then(() => this.#work())
      .catch((error: unknown) => log.error({ err: error }, "learning's work failed, and will be tried again"));
    return this.#working;
  }

  async #work(): Promise<void> {
    await this.#keeper.flush();
    const today = Math.floor(this.#options.clock() / DAY_MS);
    if (today === this.#day) return;
    await this.#daily(today);
    this.#day = today;
  }

  async #daily(today: number): Promise<void> {
    const { store, policy, log, clock } = this.#options;
    const inForce = policy();
    const db = store.records.kysely;
    const drawn = await sampleDay({
      ...{ store, policy: inForce, drawing: this.#drawing },
      ...{ day: today - 1, now_ms: clock() },
    });
    if (drawn > 0) log.info({ drawn }, 'cases were opened of accounts drawn at random');
    this.#drift = await driftOf(db, inForce.risk.version, today);
    for (const { cohort, stability } of this.#drift) {
      if (stability < DRIFT_FROM) continue;
      log.warn({ cohort, stability }, 'scores are spread otherwise than before: see kith learn calibrate');
    }
    // whichever model scored them: a new one knows of nobody yet
    await keepCohorts(db, await scoresOf(db, null, today - DRIFT_DAYS.reference, today));
    const { accounts } = await store.status();
    await keepFact(db, ACCOUNTS_FACT, String(accounts));
    await db
      .deleteFrom('score_day')
      .where('day', '<', today - KEPT_DAYS)
      .execute();
  }

  /** For whoever scrapes. */
  levels(): readonly Level[] {
    const most = this.#drift[0]?.stability ?? 0;
    return [
      {
        name: 'kith_scores_drift',
        help: `Population stability index of last week's scores against the four weeks before, of the cohort that moved most; above ${DRIFT_FROM} somebody should look.`,
        unit: '',
        value: most,
      },
      {
        name: 'kith_scores_missed',
        help: 'Accounts whose score of a day was not kept, because too many waited.',
        unit: '',
        value: this.#keeper.missed,
      },
    ];
  }

  /** Writes down what waits, and ends. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#working;
    await this.#keeper.flush(AT_STOP_MAX).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'the last scores could not be kept');
    });
  }
}
