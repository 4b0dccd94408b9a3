/**
 * What is to happen when: scenes by the time of their next step. Minutes that are far are lists; only the present one
 * is kept in order. So a million sleeping scenes cost nothing but their place in a list.
 */
import { MINUTE_MS } from './options.ts';
import type { Answer, Scene } from './scenes/scene.ts';

export interface Playing {
  readonly scene: Scene;
  /** when its next step is due, milliseconds since 1970 */
  at: number;
  /** breaks ties: who came first, goes first */
  readonly number: number;
  /** what it is told of its last step */
  answer: Answer;
}

const before = (a: Playing, b: Playing): boolean => a.at < b.at || (a.at === b.at && a.number < b.number);

export class Agenda {
  readonly #minutes = new Map<number, Playing[]>();
  /** the present minute, as a binary heap */
  #now: Playing[] = [];
  #minute: number;

  constructor(begins_ms: number) {
    this.#minute = Math.floor(begins_ms / MINUTE_MS);
  }

  /** What is due in the past is due now. */
  add(one: Playing): void {
    const minute = Math.floor(one.at / MINUTE_MS);
    const list = minute <= this.#minute ? undefined : this.#minutes.get(minute);
    if (list !== undefined) list.push(one);
    else if (minute <= this.#minute) push(this.#now, one);
    else this.#minutes.set(minute, [one]);
  }

  /** The next within the present minute; undefined where that is over. */
  next(): Playing | undefined {
    return pop(this.#now);
  }

  /** Only once the present minute is over. */
  turn(): void {
    this.#minute++;
    this.#now = [];
    for (const one of this.#minutes.get(this.#minute) ?? []) push(this.#now, one);
    this.#minutes.delete(this.#minute);
  }
}

function push(heap: Playing[], one: Playing): void {
  let i = heap.length;
  heap.push(one);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (before(heap[parent], one)) break;
    heap[i] = heap[parent];
    i = parent;
  }
  heap[i] = one;
}

function pop(heap: Playing[]): Playing | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return last;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (before(last, heap[child])) break;
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = last;
  return first;
}
