/** The lines that answer events, written as text: most decisions are the same, and are written out once. */
import type { Problem, Receipt } from '@kith/contract';
import type { Decided } from '@kith/engine';
import { renderDecision, type Words } from '../words/index.ts';

type Status = Receipt['status'];

/** Identifiers hold no control characters, so only these two need escaping, and next to none has them. */
const ESCAPED = /["\\]/;
const quoted = (id: string): string => (ESCAPED.test(id) ? JSON.stringify(id) : `"${id}"`);

export class Answers {
  readonly #words: () => Words;
  /** of decisions that share one rendering: as long as that is shared */
  #written = new WeakMap<object, string>();
  #lastDecided: Decided | null = null;
  #lastWords: Words | null = null;
  #lastJson = '';

  constructor(words: () => Words) {
    this.#words = words;
  }

  decisionJson(decided: Decided): string {
    const words = this.#words();
    if (decided === this.#lastDecided && words === this.#lastWords) return this.#lastJson;
    const decision = renderDecision(decided, words);
    let json = this.#written.get(decision);
    if (json === undefined) {
      json = JSON.stringify(decision);
      this.#written.set(decision, json);
    }
    this.#lastDecided = decided;
    this.#lastWords = words;
    this.#lastJson = json;
    return json;
  }

  /** The receipt of an event that was decided. */
  decided(status: Exclude<Status, 'rejected'>, id: string, decided: Decided): string {
    return `{"status":"${status}","id":${quoted(id)},"decision":${this.decisionJson(decided)}}`;
  }

  /** The receipt of an event that was not. */
  rejected(id: string | undefined, error: Problem): string {
    return JSON.stringify({ status: 'rejected' satisfies Status, ...(id !== undefined && { id }), error });
  }
}
