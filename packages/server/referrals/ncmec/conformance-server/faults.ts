/** What goes wrong with a call, drawn from a seed: so that a run can be had again. */

export const faults = [
  /** nothing is done, and nobody answers */
  'silent_before',
  /** it is done, and nobody answers */
  'silent_after',
  'reset_before',
  'reset_after',
  /** somebody in between answers with a page of their own */
  'page_before',
  'page_after',
  /** it is done, and half of the answer arrives */
  'half_answer',
  /** it is not done, and a code says so */
  'code',
  /** the connection ends in the middle of what is sent */
  'hang_up',
  /** a file arrives damaged, as its MD5 says; of other calls nothing is wrong */
  'damaged_after',
  /** "server error": it is done, all the same */
  'server_error_after',
  /** it is done, and the answer is of another report; of /submit, which is of none yet, nothing is wrong */
  'other_report_after',
] as const;
export type Fault = (typeof faults)[number];

/** Whether the call has its effect. */
export const acts = (fault: Fault | null): boolean =>
  fault === null || fault.endsWith('_after') || fault === 'half_answer';

/** mulberry32: a small generator of even numbers from 0 to 1. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Faults {
  readonly #share: number;
  readonly #random: () => number;

  /** @param share of calls that go wrong, 0 to 1 */
  constructor(share: number, seed: number) {
    this.#share = share;
    this.#random = randomOf(seed);
  }

  draw(): Fault | null {
    if (this.#random() >= this.#share) return null;
    return faults[Math.floor(this.#random() * faults.length)] ?? null;
  }
}
