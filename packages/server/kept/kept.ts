/**
 * What is kept of messages, as the process that serves does it: rows are made while events are decided; beside that, every
 * few minutes, keys are made for the days to come and days that are over are ended. A day's key is destroyed within ten
 * minutes after the midnight (UTC) that ends its time, or when Kith next runs.
 */
import type { KeepPolicy } from '@kith/contract';
import type { Considered, Told } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { MarkedPack, Records } from '../ground/database/index.ts';
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import type { Log } from '../ground/log/index.ts';
import { KeyFolder, type MasterSettings } from '../ground/sealing/index.ts';
import type { Level } from '../ground/telemetry/index.ts';
import type { ToKeep } from '../knowledge/index.ts';
import { DayKeys, firstKeptDay } from './day-keys.ts';
import { endDays, forgetDeletions } from './end-days.ts';
import { Keeper } from './keeper.ts';
import { preserveDay, preserveLookedInto } from './preserve.ts';
import { makeRuns } from './runs.ts';

/** How often it is looked what is due, milliseconds. */
const EVERY_MS = 5 * 60_000;
/** How often what was kept since is put in order: until then whoever reads looks through it. */
const RUNS_EVERY_MS = 10_000;

export interface KeptOptions {
  /** where keys are; null where there is nowhere */
  keys: MasterSettings | null;
  db: Kysely<Records>;
  policy: () => KeepPolicy;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

export class Kept {
  /** null where there is nowhere to keep keys, and so nothing kept */
  readonly folder: KeyFolder | null;
  readonly #options: KeptOptions;
  readonly #keys: DayKeys | null;
  readonly #keeper: Keeper | null;
  #timer: NodeJS.Timeout | null = null;
  #ordering: Job | null = null;
  #working: Promise<void> = Promise.resolve();

  /** Has the keys of today. @throws KeepError `master_unreadable`, or what the file system throws */
  static async open(options: KeptOptions): Promise<Kept> {
    const { keys, log, policy } = options;
    const kept = new Kept(options, keys === null ? null : await KeyFolder.open(keys));
    if (keys === null && policy().messages.days > 0) {
      log.warn(
        'the policy keeps the text of messages for a while, but there is no folder for their keys: none is kept. ' +
          'Name one that all processes share: KITH_KEEP_KEYS (docs/OPERATING.md)',
      );
    }
    await kept.#prepare();
    return kept;
  }

  private constructor(options: KeptOptions, folder: KeyFolder | null) {
    const { db, policy, clock } = options;
    this.#options = options;
    this.folder = folder;
    this.#keys = folder === null ? null : new DayKeys(folder, db);
    this.#keeper = this.#keys === null ? null : new Keeper(this.#keys, policy, clock);
  }

  start(): this {
    void this.work();
    this.#timer = setInterval(() => void this.work(), EVERY_MS).unref();
    const { db, clock, log } = this.#options;
    this.#ordering ??= keepDoing({
      ...{ every_ms: RUNS_EVERY_MS, pauseFirst: true },
      work: () => makeRuns(db, clock(), this.#firstKept()),
      failed: (err) => log.error({ err }, 'putting in order what was kept failed, and will be tried again'),
    });
    return this;
  }

  /** What is kept of a message that is just decided; null where it is not kept. */
  of(told: Told, considered: Considered): ToKeep | null {
    return this.#keeper?.of(told, considered) ?? null;
  }

  /** What is kept of a block, sealed. */
  pack(messages: readonly ToKeep[]): MarkedPack[] {
    return this.#keeper?.pack(messages) ?? [];
  }

  #firstKept(): number {
    const { clock, policy } = this.#options;
    return firstKeptDay(clock(), policy().messages.days);
  }

  /** What is due; one after the other, and what fails is tried again the next time. */
  work(): Promise<void> {
    const { log } = this.#options;
    this.#working = this.#working
      .then(() => this.#work())
      .catch((error: unknown) => log.error({ err: error }, 'ending what was kept failed, and will be tried again'));
    return this.#working;
  }

  async #work(): Promise<void> {
    await this.#prepare();
    const { folder } = this;
    const { db, clock, log } = this.#options;
    await forgetDeletions(db, this.#firstKept());
    if (folder === null) return;
    const now_ms = clock();
    const preserving = { db, folder, now_ms };
    await preserveLookedInto(preserving);
    const destroyed = await endDays({
      ...{ db, folder, now_ms, firstKept: this.#firstKept() },
      preserve: async (day) => void (await preserveDay(preserving, day)),
      ended: (day, rows) => log.info({ day, rows }, 'kept messages of a day were deleted'),
    });
    if (destroyed > 0) log.info({ destroyed }, 'keys of days that are over were destroyed');
  }

  async #prepare(): Promise<void> {
    const { clock, policy, log } = this.#options;
    const problems = (await this.#keys?.prepare(clock(), policy().messages.days)) ?? [];
    for (const err of problems) log.error({ err }, 'messages of a day can not be kept');
  }

  /** For whoever scrapes. */
  levels(): readonly Level[] {
    const figures = this.#keeper?.figures ?? { kept: 0, keyless: 0 };
    return [
      { name: 'kith_kept_messages', help: 'Messages that were kept since the start.', unit: '', value: figures.kept },
      {
        name: 'kith_kept_without_key',
        help: 'Messages that the policy wants kept and that were not, since their day has no key here.',
        unit: '',
        value: figures.keyless,
      },
    ];
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#ordering?.stop();
    await this.#working;
  }
}
