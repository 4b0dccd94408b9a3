/** Lives a town through Kith, and observes. */

import type { Policy } from '@kith/contract';
import { compilePolicy, type TextReader } from '@kith/engine';
import { createTown, type Split, type Town } from '@kith/town';
import { createMessageReader } from '../../signals/index.ts';
import { Observer } from '../observe/observer.ts';
import { Replay } from '../replay/replay.ts';
import { watchedPolicy } from '../replay/watched.ts';

export interface TownLived {
  town: Town;
  observer: Observer;
  replay: Replay;
  events: number;
  took_ms: number;
}

export interface LiveOptions {
  seed: string;
  accounts: number;
  days: number;
  split: Split;
  offenders: number;
  policy: Policy;
  reader: TextReader;
  keepFrom: number;
  /** when the first day begins, milliseconds since 1970 */
  now: number;
  /** milliseconds, of any clock */
  clock: () => number;
  onProgress?: (done_ms: number, of_ms: number) => void;
}

/** Events between two words on progress. */
const PROGRESS_EVERY = 20_000;

export function liveTown(options: LiveOptions): TownLived {
  const { seed, accounts, days, split, offenders, policy, reader, keepFrom, now, clock, onProgress } = options;
  const began = clock();
  // the town tells the language of every text
  const texts = createMessageReader(() => reader, null);
  const town = createTown({ seed, accounts, days, split, offenders, now });
  const replay = new Replay(watchedPolicy(policy, reader), texts);
  const observer = new Observer({
    policy: compilePolicy(policy, reader.settings),
    start_ms: town.start,
    follows: (account) => town.truth.offenderOf(account) !== undefined,
    keepFrom,
  });
  const events = town.events();
  let count = 0;
  for (let next = events.next(); !next.done; ) {
    const { event, at } = next.value;
    const { told, considered } = replay.tell(event, at);
    observer.after(replay.knowledge, told, considered);
    if (++count % PROGRESS_EVERY === 0) onProgress?.(at - town.from, town.end - town.from);
    const { decision } = considered;
    next = events.next({ outcome: decision.outcome, reasons: decision.reasons, notices: decision.notices });
  }
  return { town, observer, replay, events: count, took_ms: clock() - began };
}
