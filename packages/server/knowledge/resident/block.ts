/**
 * A block of the log as it is filled: events with their decisions as lines of JSON, their ids' hashes, the rows they
 * changed, and what is to be sent. Everything in it becomes durable together.
 */
import type { Considered, Decided, Told } from '@kith/engine';
import type { OutboxRow } from '../../ground/database/index.ts';
import type { DeletedMessage } from '../records.ts';
import type { BlockTally, Logged, ToKeep } from '../store.ts';

/** A block that reached this many events is sealed: what one commit writes, and a duplicate's look-up reads, is bounded. */
export const BLOCK_EVENTS_MAX = 4096;

export class OpenBlock {
  readonly number: number;
  readonly firstPlace: number;
  readonly #lines: string[] = [];
  /** the line that has each decision */
  readonly #decisions = new Map<Decided, number>();
  readonly #ids: number[] = [];
  readonly #entries: Logged[] = [];
  readonly outbox: OutboxRow[] = [];
  readonly kept: ToKeep[] = [];
  readonly deleted: DeletedMessage[] = [];
  /** events of which more is known than their decision: signals, cases */
  readonly noted: { told: Told; considered: Considered }[] = [];
  /** the journal of what it changed, once it is sealed */
  changes: Uint8Array = new Uint8Array(0);
  /** whether somebody waits for it; where nobody does, it may wait for more events */
  awaited = false;
  readonly durable: Promise<void>;
  #settle: { resolve(): void; reject(error: Error): void } = { resolve() {}, reject() {} };

  /** null where nothing is counted */
  readonly tally: BlockTally | null;

  constructor(number: number, firstPlace: number, tally: BlockTally | null = null) {
    this.number = number;
    this.tally = tally;
    this.firstPlace = firstPlace;
    this.durable = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // whoever waits sees the failure; a block that nobody waits for must not end the process by itself
    this.durable.catch(() => {});
  }

  get events(): number {
    return this.#lines.length;
  }

  get full(): boolean {
    return this.#lines.length >= BLOCK_EVENTS_MAX;
  }

  add(logged: Logged, idHash: number): void {
    // the ordinary decision is one object for most events: it is written out once a block
    const same = this.#decisions.get(logged.decision);
    if (same === undefined) this.#decisions.set(logged.decision, this.#lines.length);
    this.#lines.push(`[${JSON.stringify(logged.told)},${same ?? JSON.stringify(logged.decision)}]`);
    this.#ids.push(idHash);
    this.#entries.push(logged);
  }

  /** The event at a place, where it is in this block. */
  entry(place: number): Logged | undefined {
    return this.#entries[place - this.firstPlace];
  }

  ids(): Uint8Array {
    return new Uint8Array(Uint32Array.from(this.#ids).buffer);
  }

  /** In memory of its own, so that it can be handed to another thread. */
  body(): Uint8Array {
    return new TextEncoder().encode(this.#lines.join('\n'));
  }

  committed(): void {
    this.#settle.resolve();
  }

  failed(error: Error): void {
    this.#settle.reject(error);
  }
}

/** A line of the body: the event, and its decision or, where an earlier line has the same, that line's number. */
type Line = [Told, Decided | number];

/** The events of a block's body, in order. */
export function readBody(firstPlace: number, body: Uint8Array): Logged[] {
  const logged: Logged[] = [];
  for (const text of new TextDecoder().decode(body).split('\n')) {
    // written by OpenBlock.add, and nothing else
    const [told, decision]: Line = JSON.parse(text);
    const place = firstPlace + logged.length;
    logged.push({ place, told, decision: typeof decision === 'number' ? logged[decision].decision : decision });
  }
  return logged;
}
