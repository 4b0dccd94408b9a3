/** Lives a town through Kith: every event is considered, and what is decided is told to its people. */
import type { Policy } from '@kith/contract';
import type { Considered, Knowledge, TextReader, Told } from '@kith/engine';
import { createTown, type Split, type Town } from '@kith/town';
import { createMessageReader } from '../../signals/index.ts';
import { Replay } from '../replay/replay.ts';
import { watchedPolicy } from '../replay/watched.ts';

export interface TownToLive {
  seed: string;
  accounts: number;
  days: number;
  split: Split;
  offenders: number;
  policy: Policy;
  reader: TextReader;
  /** when the first day begins, milliseconds since 1970 */
  now: number;
  onProgress?: (done_ms: number, of_ms: number) => void;
}

/** The same town for the same seed, whenever it is asked for. */
export const FIRST_DAY = Date.UTC(2026, 0, 5);

/** Is told of each event after it was considered and applied. */
export interface Watch {
  /** it counts what all texts say, also those that deciding asks nothing of */
  readonly readsAll: boolean;
  after(k: Knowledge, told: Told, considered: Considered): void;
}

export interface TownLived<W extends Watch> {
  town: Town;
  knowledge: Knowledge;
  events: number;
  watch: W;
}

/** Events between two words on progress. */
const PROGRESS_EVERY = 20_000;

/** @param watching asked once, before the first event */
export function live<W extends Watch>(options: TownToLive, watching: (town: Town) => W): TownLived<W> {
  const { policy, reader, onProgress } = options;
  // the town tells the language of every text
  const texts = createMessageReader(() => reader, null);
  const town = createTown(options);
  const replay = new Replay(watchedPolicy(policy, reader), texts);
  const watch = watching(town);
  const events = town.events();
  let count = 0;
  for (let next = events.next(); !next.done; ) {
    const { event, at } = next.value;
    const { told, considered } = replay.tell(event, at, watch.readsAll);
    watch.after(replay.knowledge, told, considered);
    if (++count % PROGRESS_EVERY === 0) onProgress?.(at - town.from, town.end - town.from);
    const { decision } = considered;
    next = events.next({ outcome: decision.outcome, reasons: decision.reasons, notices: decision.notices });
  }
  return { town, knowledge: replay.knowledge, events: count, watch };
}
