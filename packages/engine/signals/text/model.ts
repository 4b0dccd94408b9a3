/**
 * A logistic regression for each code over hashed words and pairs of neighbours: hears what no cue has word for word. What
 * it learned from is made up (docs/DETECTION.md), so what it may add is capped low, and only where no cue has spoken.
 */
import type { EvidenceCode } from '@kith/contract';
import type { Evidence } from '../evidence.ts';
import type { Hashes } from './hashes.ts';

export interface TextModel {
  /** in the order of the columns of `weights` */
  codes: readonly EvidenceCode[];
  /** how many rows `weights` has: a power of two */
  buckets: number;
  /** row by bucket, column by code; times `scale` it is log-odds */
  weights: Int8Array;
  scale: number;
  /** by code: log-odds of a text without any known word */
  biases: readonly number[];
  /** by code: log-odds up to which it says nothing, which benign talk rarely passes */
  thresholds: readonly number[];
  /** the most log-odds that it may add */
  cap: number;
}

/** Less than this is not worth a line in anybody's explanation, log-odds. */
const WORTH_SAYING = 0.05;

/** Asks a model about texts; holds the sums of one at a time. */
export class ModelReader {
  readonly #model: TextModel;
  readonly #sums: Float64Array;
  readonly #counts: Int32Array;

  constructor(model: TextModel) {
    this.#model = model;
    this.#sums = new Float64Array(model.codes.length);
    this.#counts = new Int32Array(model.codes.length);
  }

  /** Log-odds by code, in the order of the model's codes; they hold until the next call. */
  score({ all, count }: Hashes): Float64Array {
    const { weights, biases, scale, buckets } = this.#model;
    const sums = this.#sums;
    const counts = this.#counts;
    const codes = counts.length;
    const mask = buckets - 1;
    counts.fill(0);
    for (let k = 0; k < count; k++) {
      const hash = all[k] ?? 0;
      const row = (hash & mask) * codes;
      // a sign from the hash keeps words that share a bucket from adding up
      const sign = hash >> 31;
      for (let c = 0; c < codes; c++) counts[c] = (counts[c] ?? 0) + (((weights[row + c] ?? 0) ^ sign) - sign);
    }
    for (let c = 0; c < codes; c++) sums[c] = (counts[c] ?? 0) * scale + (biases[c] ?? 0);
    return sums;
  }

  /** Adds what the model has to say about codes that no cue of the text has. */
  addTo(evidence: Evidence[], hashes: Hashes): void {
    const { codes, thresholds, cap } = this.#model;
    const sums = this.score(hashes);
    for (let c = 0; c < codes.length; c++) {
      const over = (sums[c] ?? 0) - (thresholds[c] ?? 0);
      const code = codes[c];
      if (over < WORTH_SAYING || code === undefined) continue;
      if (evidence.every((found) => found.code !== code)) {
        evidence.push({ code, cue: `model/${code}`, weight: Math.min(cap, over) });
      }
    }
  }
}
