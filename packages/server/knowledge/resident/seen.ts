/**
 * Which event ids were committed lately, and where: two generations of hashes. A generation is full when it is both an
 * hour old and ten million ids long, or when it reaches the limit; then the older one is forgotten. So an id is known
 * for at least an hour and ten million ids, as long as an hour brings no more than ID_LIMIT.
 */
import { HashIndex, hashString } from './hash-index.ts';

const HOUR_MS = 3_600_000;
/** Ids that a generation holds at least. */
export const IDS_KEPT = 10_000_000;
/** Ids that a generation holds at most: 64 million take about 0.75 GB and are an hour at 17,800 events a second. */
export const ID_LIMIT = 64_000_000;

interface Generation {
  /** places are kept relative to this one */
  base: number;
  since_ms: number;
  ids: number;
  index: HashIndex;
}

export class Seen {
  #now: Generation;
  #before: Generation | null = null;
  /** what was read ahead, so that reading isn't left out as useless */
  #read = 0;

  constructor(place: number, now_ms: number) {
    this.#now = { base: place, since_ms: now_ms, ids: 0, index: new HashIndex() };
  }

  /** The place of the committed event with this id, as `isIt` confirms from the log; 0 where there is none. */
  find(hash: number, isIt: (place: number) => boolean): number {
    return this.#findIn(this.#now, hash, isIt) || (this.#before === null ? 0 : this.#findIn(this.#before, hash, isIt));
  }

  /** Touches where these hashes would be found, so that the waits for memory overlap. */
  foresee(hashes: readonly number[]): void {
    let read = 0;
    for (const hash of hashes) read ^= this.#now.index.touch(hash) ^ (this.#before?.index.touch(hash) ?? 0);
    this.#read ^= read;
  }

  #findIn({ base, index }: Generation, hash: number, isIt: (place: number) => boolean): number {
    for (let slot = index.first(hash); slot >= 0; slot = index.more()) if (isIt(base + slot)) return base + slot;
    return 0;
  }

  add(hash: number, place: number, now_ms: number): void {
    const g = this.#now;
    if ((g.ids >= IDS_KEPT && now_ms - g.since_ms >= HOUR_MS) || g.ids >= ID_LIMIT) {
      this.#before = g;
      this.#now = { base: place, since_ms: now_ms, ids: 0, index: new HashIndex() };
    }
    this.#now.index.add(hash, place - this.#now.base);
    this.#now.ids++;
  }

  get bytes(): number {
    return this.#now.index.bytes + (this.#before?.index.bytes ?? 0);
  }
}

/** The hash under which an event id is kept, here and in the log's `ids`. */
export const hashId = (id: string): number => hashString(id, 0x9747b28c);
