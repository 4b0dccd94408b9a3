/**
 * A block of the log as it is filled: events with their decisions as lines of JSON, their ids' hashes, the rows they
 * changed, and what is to be sent. Everything in it becomes durable together.
 */
import type { Decided, Told } from '@kith/engine';
import type { OutboxRow } from '../../ground/database/index.ts';
import type { Logged } from '../store.ts';

/** A block that reached this many events is sealed: what one commit writes, and a duplicate's look-up reads, is bounded. */
export const BLOCK_EVENTS_MAX = 4096;

export class OpenBlock {
  readonly number: number;
  readonly firstPlace: number;
  readonly #lines: string[] = [];
  readonly #ids: number[] = [];
  readonly #entries: Logged[] = [];
  readonly outbox: OutboxRow[] = [];
  /** the journal of what it changed, once it is sealed */
  changes: Uint8Array = new Uint8Array(0);
  readonly durable: Promise<void>;
  #settle: { resolve(): void; reject(error: Error): void } = { resolve() {}, reject() {} };

  constructor(number: number, firstPlace: number) {
    this.number = number;
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
    this.#lines.push(`[${JSON.stringify(logged.told)},${decisionJson(logged.decision)}]`);
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

/** The ordinary decision is one object for most events: it is written out once. */
let lastDecision: Decided | null = null;
let lastJson = '';

function decisionJson(decision: Decided): string {
  if (decision !== lastDecision) {
    lastJson = JSON.stringify(decision);
    lastDecision = decision;
  }
  return lastJson;
}

/** The events of a block's body, in order. */
export function readBody(firstPlace: number, body: Uint8Array): Logged[] {
  const lines = new TextDecoder().decode(body).split('\n');
  return lines.map((line, i) => {
    // written by OpenBlock.add, and nothing else
    const [told, decision]: [Told, Decided] = JSON.parse(line);
    return { place: firstPlace + i, told, decision };
  });
}
