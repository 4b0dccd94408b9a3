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

/** Weights of a bucket in one 32-bit word. */
const IN_WORD = 4;
/** What is added to a weight so that it is a byte above 0. */
const OFFSET = 128;
/** Every other byte of a word, each with the byte above it for the sum. */
const EVERY_OTHER = 0x00ff00ff;

/**
 * Asks a model about texts; holds the sums of one at a time. Four weights lie in a word and are added up two at a time,
 * each sum in 16 bits: a text's 257 hashes (2 * HASHED_WORDS_MAX + 1) of at most 255 each just fit.
 */
export class ModelReader {
  readonly #model: TextModel;
  /** row by bucket: so many words a row */
  readonly #packed: Int32Array;
  readonly #words: number;
  /** of each word of a row the sums of its weights 0 and 2, then of 1 and 3 */
  readonly #pairs: Int32Array;
  readonly #sums: Float64Array;

  constructor(model: TextModel) {
    this.#model = model;
    this.#words = Math.ceil(model.codes.length / IN_WORD);
    this.#packed = packed(model, this.#words);
    this.#pairs = new Int32Array(this.#words * 2);
    this.#sums = new Float64Array(model.codes.length);
  }

  /** Log-odds by code, in the order of the model's codes; they hold until the next call. */
  score({ all, count }: Hashes): Float64Array {
    const { biases, scale, buckets } = this.#model;
    const [weights, pairs, sums, words] = [this.#packed, this.#pairs, this.#sums, this.#words];
    const mask = buckets - 1;
    let turned = 0;
    // a sign from the hash keeps words that share a bucket from adding up; a byte turned round is one less than 256 - byte
    for (let k = 0; k < count; k++) turned -= (all[k] ?? 0) >> 31;
    // word by word, so that its two sums stay in registers
    for (let w = 0; w < words; w++) {
      let even = 0;
      let odd = 0;
      for (let k = 0; k < count; k++) {
        const hash = all[k] ?? 0;
        const four = (weights[(hash & mask) * words + w] ?? 0) ^ (hash >> 31);
        even = (even + (four & EVERY_OTHER)) | 0;
        odd = (odd + ((four >>> 8) & EVERY_OTHER)) | 0;
      }
      pairs[2 * w] = even;
      pairs[2 * w + 1] = odd;
    }
    for (let c = 0; c < sums.length; c++) {
      const pair = pairs[2 * (c >> 2) + (c & 1)] ?? 0;
      const sum = (c & 2 ? pair >>> 16 : pair & 0xffff) + turned - OFFSET * count;
      sums[c] = sum * scale + (biases[c] ?? 0);
    }
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

function packed({ weights, codes, buckets }: TextModel, words: number): Int32Array {
  const rows = new Int32Array(buckets * words);
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let c = 0; c < codes.length; c++) {
      const at = bucket * words + (c >> 2);
      const byte = (weights[bucket * codes.length + c] ?? 0) + OFFSET;
      rows[at] = (rows[at] ?? 0) | (byte << (8 * (c & 3)));
    }
  }
  return rows;
}
