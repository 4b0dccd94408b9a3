/**
 * Between requests and the store: what waits for its decision.
 *
 * Turn by turn of the event loop, a block is made of all small requests that wait and a slice of the oldest batch, and
 * is committed when the store takes another commit; what comes meanwhile shares the next block (rule 3 makes that
 * free). So one event is answered quickly while batches go at full speed, and a store that takes few commits at once
 * gets large ones. Slices of one request share a write where the store can: nobody is answered before its last. The
 * events of one request stay in order.
 */
import type { Told } from '@kith/engine';
import type { Committed, KnowledgeStore } from '../knowledge/index.ts';
import type { Group } from './group.ts';
import { QUEUED_BYTES_MAX, QUEUED_EVENTS_MAX, SLICE_EVENTS, SMALL_EVENTS_MAX } from './limits.ts';

/** Events that are committed together, and whose line of which request each is. */
interface Block {
  tolds: Told[];
  groups: Group[];
  lines: number[];
}

const newBlock = (): Block => ({ tolds: [], groups: [], lines: [] });

/** What the queue needs of a store. */
export type Committing = Pick<KnowledgeStore, 'commit' | 'blockMax' | 'commitsAtOnce' | 'inOrder'>;

export interface QueueDuties {
  /** writes what became of an event as the line that answers it */
  answer(told: Told, committed: Committed, arrived: number): string;
}

export interface QueueOptions {
  queuedEventsMax?: number;
  queuedBytesMax?: number;
  sliceEvents?: number;
}

export class Queue {
  readonly #store: Committing;
  readonly #duties: QueueDuties;
  readonly queuedEventsMax: number;
  readonly #queuedBytesMax: number;
  readonly #sliceEvents: number;
  readonly #small: Group[] = [];
  readonly #batches: Group[] = [];
  #open = newBlock();
  #commits = 0;
  /** a request ended among the lines that were taken: somebody waits for the block */
  #ended = false;
  /** the last commit was one that nobody waits for yet */
  #held = false;
  #queued = 0;
  #queuedBytes = 0;
  #turning = false;
  #drained: (() => void)[] = [];
  #waiting: (() => void)[] = [];

  constructor(store: Committing, duties: QueueDuties, options: QueueOptions = {}) {
    this.#store = store;
    this.#duties = duties;
    this.queuedEventsMax = options.queuedEventsMax ?? QUEUED_EVENTS_MAX;
    this.#queuedBytesMax = options.queuedBytesMax ?? QUEUED_BYTES_MAX;
    this.#sliceEvents = options.sliceEvents ?? SLICE_EVENTS;
  }

  /** Events that are not answered. */
  get queued(): number {
    return this.#queued;
  }

  get full(): boolean {
    return this.#queued >= this.queuedEventsMax || this.#queuedBytes >= this.#queuedBytesMax;
  }

  /** Takes a group where there is room for it; says whether it did. */
  add(group: Group): boolean {
    if (!this.hasRoom(group.size, group.bytes)) return false;
    this.#queued += group.size;
    this.#queuedBytes += group.bytes;
    (group.size <= SMALL_EVENTS_MAX ? this.#small : this.#batches).push(group);
    this.#wake();
    return true;
  }

  /** Whether a group of so many events, sent as so many bytes, would be taken now. */
  hasRoom(events: number, bytes: number): boolean {
    return this.#queued + events <= this.queuedEventsMax && this.#queuedBytes + bytes <= this.#queuedBytesMax;
  }

  /** Resolves when something was answered: look again then. */
  change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A group was settled: it waits no more. */
  release(group: Group): void {
    this.#queued -= group.size;
    this.#queuedBytes -= group.bytes;
    for (const resolve of this.#waiting.splice(0)) resolve();
    if (this.#queued > 0) return;
    for (const drained of this.#drained.splice(0)) drained();
  }

  /** Resolves when everything that was taken is answered. */
  drain(): Promise<void> {
    if (this.#queued === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** The turn comes after the input of this turn of the event loop: what arrives together is decided together. */
  #wake(): void {
    if (this.#turning) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      this.#turn();
    });
  }

  #turn(): void {
    const block = this.#open;
    let room = this.#store.blockMax - block.tolds.length;
    room = this.#takeFrom(this.#small, block, room, room);
    room = this.#takeFrom(this.#batches, block, room, this.#sliceEvents);
    const more = this.#isWaiting(this.#small) || this.#isWaiting(this.#batches);
    const slot = this.#commits < this.#store.commitsAtOnce;
    // a store that shares commits gets each slice at once; another gets as much as waits, up to a whole block
    const ripe = block.tolds.length > 0 && (this.#store.inOrder || room === 0 || !more);
    // the lines that ended a request may all have been refused
    const last = this.#held && this.#ended;
    if ((ripe || last) && slot) this.#commit();
    // else the end of a commit goes on
    if (more && (slot || room > 0)) this.#wake();
  }

  /** Whether any of them may be taken from now. */
  #isWaiting(line: readonly Group[]): boolean {
    return line.some((group) => !group.taken && this.#isFree(group));
  }

  #isFree(group: Group): boolean {
    return this.#store.inOrder || group.sequence.underWay === 0;
  }

  /** Fills the block with up to so many lines of those that wait, the oldest first; gives the room that is left. */
  #takeFrom(line: Group[], block: Block, room: number, most: number): number {
    let left = room;
    let reads = most;
    for (let i = 0; i < line.length && left > 0 && reads > 0; ) {
      const group = line[i];
      if (group === undefined || group.taken) {
        line.splice(i, 1);
        continue;
      }
      if (!this.#isFree(group)) {
        i++;
        continue;
      }
      while (left > 0 && reads > 0 && !group.taken) {
        reads--;
        const at = group.line;
        const told = group.take();
        if (group.taken) this.#ended = true;
        if (told === null) continue;
        block.tolds.push(told);
        block.groups.push(group);
        block.lines.push(at);
        left--;
      }
    }
    return left;
  }

  #commit(): void {
    const block = this.#open;
    this.#open = newBlock();
    this.#commits++;
    // slices of one request share a write: nobody is answered before its last. The last commit that there may be never waits
    const awaited = !this.#store.inOrder || this.#ended || this.#commits >= this.#store.commitsAtOnce;
    this.#ended = false;
    this.#held = !awaited;
    for (const group of block.groups) group.sequence.underWay++;
    // a store may throw where it should reject
    const committing = new Promise<readonly Committed[]>((resolve) =>
      resolve(this.#store.commit(block.tolds, awaited)),
    );
    committing
      .then(
        (committed) => this.#answer(block, committed),
        (error: unknown) => this.#fail(block, error instanceof Error ? error : new Error(String(error))),
      )
      .finally(() => {
        this.#commits--;
        this.#wake();
      });
  }

  #answer({ tolds, groups, lines }: Block, committed: readonly Committed[]): void {
    for (let i = 0; i < tolds.length; i++) {
      const [told, group, line, result] = [tolds[i], groups[i], lines[i], committed[i]];
      if (told === undefined || group === undefined || line === undefined) continue;
      group.sequence.underWay--;
      if (result === undefined) group.fail(new Error('the store gave fewer answers than events'));
      else group.answer(line, this.#duties.answer(told, result, group.arrived));
    }
  }

  #fail({ groups }: Block, error: Error): void {
    for (const group of groups) {
      group.sequence.underWay--;
      group.fail(error);
    }
  }
}
