/**
 * Looks deeper at the few most suspicious messages, after their decisions were committed. Their texts wait in memory, few
 * and not for long; what a model finds comes back as an event that Kith tells itself. A model that hangs, fails or talks
 * nonsense is cut off. Whatever happens here, no decision waits for it, and nothing else is lost.
 */
import { evidenceIn, type ToldOf } from '@kith/engine';
import type { Log } from '../ground/log/index.ts';
import type { Counts } from '../ground/telemetry/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { Breaker, type Try } from './breaker.ts';
import { Budget } from './budget.ts';
import { Credible, type WithoutCue } from './credible.ts';
import { type DeepLookState, Figures } from './figures.ts';
import { foundEvent, weightOf } from './found.ts';
import { type Asked, LookError, type Looked, type Looker, type LookFailure } from './looker.ts';
import type { LookSettings } from './settings.ts';
import { worthALook } from './suspicion.ts';
import { type Message, TEXT_UNITS_MAX, WAIT_MAX_MS, Waiting } from './waiting.ts';

/** Committed messages whose suspicion is not yet known, at most: those of some turns of the event loop. */
const NEW_MAX = 5_000;

export interface DeepLookOptions {
  looker: Looker;
  settings: Pick<LookSettings, 'suspicious' | 'messagesAMinute'>;
  store: Pick<KnowledgeStore, 'ask'>;
  /** tells Kith an event of its own; resolves when it is committed */
  tell: (told: ToldOf<'evidence.found'>) => Promise<void>;
  log: Log;
  /** milliseconds since 1970 */
  clock?: () => number;
}

interface New {
  told: ToldOf<'message.sent'>;
  text: string;
}

/** The worker or the memory is gone, or many looks were of no use: trying again at once would be of no use, either. */
const GRAVE: ReadonlySet<LookFailure> = new Set<LookFailure>(['ended', 'out_of_memory', 'finds_everything']);

/** A text in which there is something to read. Models need not be able to do with none: the packaged encoder ends on it. */
const READABLE = /[^\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]/u;

export class DeepLook {
  readonly #looker: Looker;
  readonly #settings: DeepLookOptions['settings'];
  readonly #store: DeepLookOptions['store'];
  readonly #tell: DeepLookOptions['tell'];
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #figures = new Figures();
  readonly #breaker = new Breaker();
  readonly #credible = new Credible();
  readonly #budget: Budget;
  readonly #waiting = new Waiting();
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #new: New[] = [];
  #judging = false;
  #later: NodeJS.Timeout | null = null;

  constructor({ looker, settings, store, tell, log, clock = Date.now }: DeepLookOptions) {
    this.#looker = looker;
    this.#settings = settings;
    this.#store = store;
    this.#tell = tell;
    this.#log = log;
    this.#clock = clock;
    this.#budget = new Budget(settings.messagesAMinute, clock());
  }

  /** A message was committed. Quick: whether it is worth a look is found out in a later turn of the event loop. */
  committed(told: ToldOf<'message.sent'>, text: string): void {
    if (this.#closing.signal.aborted) return;
    if (!this.#breaker.lets(this.#clock()) || !READABLE.test(text.slice(0, TEXT_UNITS_MAX))) return;
    if (this.#new.length >= NEW_MAX) {
      this.#figures.dropped('overflow', 1);
      return;
    }
    this.#new.push({ told, text: text.slice(0, TEXT_UNITS_MAX) });
    if (this.#judging) return;
    this.#judging = true;
    setImmediate(() => void this.#judge());
  }

  get state(): DeepLookState {
    return this.#figures.state(this.#breaker.circuit, this.#breaker.cutOffSince_ms);
  }

  get counts(): Counts {
    return this.#figures.counts(this.#breaker.circuit, this.#waiting.size, this.#looker.restarts);
  }

  /** Looks at nothing more; resolves when the last look has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#later !== null) clearTimeout(this.#later);
    this.#new = [];
    this.#figures.dropped('stopped', this.#waiting.clear());
    await Promise.all(this.#underWay);
    await this.#looker.close();
  }

  /** Finds those worth a look among the messages that were committed lately, all in one question. */
  async #judge(): Promise<void> {
    this.#judging = false;
    const committed = this.#new;
    this.#new = [];
    try {
      const { suspicious } = this.#settings;
      const others = await this.#store.ask((k) => committed.map(({ told }) => worthALook(k, told, suspicious)));
      const arrived_ms = this.#clock();
      for (const [i, { told, text }] of committed.entries()) {
        const other = others[i] ?? null;
        if (other === null || this.#closing.signal.aborted) continue;
        const dropped = this.#waiting.add({ told, other, text, language: told.data.language, arrived_ms });
        this.#figures.dropped('overflow', dropped);
      }
    } catch (error) {
      // the store says so itself where it has failed for good
      this.#log.debug({ err: error }, 'the deep look could not ask the store');
    }
    this.#pump();
  }

  /** Begins as many looks as may be under way. */
  #pump(): void {
    if (this.#closing.signal.aborted) return;
    const now = this.#clock();
    this.#figures.dropped('expired', this.#waiting.expire(now));
    while (this.#underWay.size < this.#looker.concurrency && this.#waiting.size > 0) {
      const most = Math.min(this.#looker.batchMax, this.#budget.left(now));
      if (most === 0) {
        this.#pumpLater();
        return;
      }
      const attempt = this.#breaker.begin(now);
      if (attempt === null) {
        // nobody knows when it will be back: texts are not kept for it
        this.#figures.dropped('cut_off', this.#waiting.clear());
        return;
      }
      const batch = this.#waiting.take(most);
      this.#budget.spend(batch.length);
      const look = this.#look(batch, attempt).finally(() => {
        this.#underWay.delete(look);
        this.#pump();
      });
      this.#underWay.add(look);
    }
  }

  /** When the budget allows another, or those that wait have waited long enough. */
  #pumpLater(): void {
    if (this.#later !== null) return;
    this.#later = setTimeout(
      () => {
        this.#later = null;
        this.#pump();
      },
      Math.min(this.#budget.next_ms(), WAIT_MAX_MS),
    );
    this.#later.unref();
  }

  async #look(batch: readonly Message[], attempt: Try): Promise<void> {
    const texts = batch.map(({ text, language }, i): Asked => ({ id: String(i), text, ...(language && { language }) }));
    const began = performance.now();
    let results: Looked;
    try {
      results = await this.#looker.look(texts, this.#closing.signal);
    } catch (error) {
      if (this.#closing.signal.aborted) this.#figures.dropped('stopped', batch.length);
      else this.#failed(batch, attempt, error instanceof LookError ? error.reason : 'ended');
      return;
    }
    const now = this.#clock();
    this.#figures.took(performance.now() - began, now);
    if (!this.#credible.believes(foundWithoutCue(batch, results))) {
      this.#failed(batch, attempt, 'finds_everything');
      return;
    }
    this.#figures.looked += batch.length;
    if (attempt.succeeded()) this.#log.info('the deep look works again');
    await Promise.all(results.map(({ id, evidence }) => this.#found(batch[Number(id)], evidence, now)));
  }

  #failed(batch: readonly Message[], attempt: Try, reason: LookFailure): void {
    this.#figures.failed(reason);
    this.#figures.dropped('failed', batch.length);
    const before = this.#breaker.circuit;
    attempt.failed(this.#clock(), GRAVE.has(reason));
    if (this.#breaker.circuit !== 'open' || before === 'open') return;
    this.#log.warn({ reason }, 'the deep look is cut off for a while: decisions go on without it');
    this.#figures.dropped('cut_off', this.#waiting.clear());
  }

  async #found(message: Message | undefined, evidence: Looked[number]['evidence'], now_ms: number): Promise<void> {
    if (message === undefined) return;
    const told = foundEvent(message, evidence, this.#looker.model, now_ms);
    if (told === null) return;
    try {
      await this.#tell(told);
      this.#figures.found++;
    } catch (error) {
      this.#figures.untold++;
      this.#log.debug({ err: error }, 'what the deep look found could not be told');
    }
  }
}

/** Of each message without evidence of its own, whose it is and whether a look found something in it that counts. */
function foundWithoutCue(batch: readonly Message[], results: Looked): WithoutCue[] {
  const found = new Set(
    results.filter(({ evidence }) => evidence.some(({ confidence }) => weightOf(confidence) > 0)).map(({ id }) => id),
  );
  return batch.flatMap(({ told }, i) =>
    evidenceIn(told).length > 0 ? [] : [{ account: told.data.actor, found: found.has(String(i)) }],
  );
}
