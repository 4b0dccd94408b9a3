/**
 * The aggregation that Roblox's Sentinel uses by default, for comparison: Pearson's median skewness of a user's last
 * message scores, (mean - median) / standard deviation, 0 where there are fewer than ten
 * (github.com/Roblox/Sentinel, src/sentinel/score_formulae.py, Apache-2.0; written anew from its formula).
 */

/** Messages of one account that are looked at, the last ones: as many as its documentation calls recent. */
const WINDOW = 50;
/** With fewer scores it says nothing. */
const SCORES_MIN = 10;

/** The skewness of scores that are all 0 or more. */
export function medianSkewness(scores: ArrayLike<number>): number {
  const n = scores.length;
  if (n < SCORES_MIN) return 0;
  let sum = 0;
  let squares = 0;
  let zeros = 0;
  for (let i = 0; i < n; i++) {
    const score = scores[i] ?? 0;
    sum += score;
    squares += score * score;
    if (score === 0) zeros++;
  }
  const mean = sum / n;
  const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
  if (deviation === 0) return 0;
  // most are zeros of most accounts: no need to sort
  return (mean - (zeros * 2 > n ? 0 : medianOf(scores))) / deviation;
}

function medianOf(scores: ArrayLike<number>): number {
  const sorted = Float64Array.from(scores).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0)) / 2;
}

/** The last message scores of many accounts, by their numbers. */
export class RecentScores {
  readonly #rings = new Map<number, { scores: Float32Array; next: number; count: number; any: boolean }>();

  /** Adds a message's score; gives the skewness of the account's last messages. */
  add(account: number, score: number): number {
    let ring = this.#rings.get(account);
    if (ring === undefined) {
      ring = { scores: new Float32Array(WINDOW), next: 0, count: 0, any: false };
      this.#rings.set(account, ring);
    }
    ring.scores[ring.next] = score;
    ring.next = (ring.next + 1) % WINDOW;
    ring.count = Math.min(WINDOW, ring.count + 1);
    ring.any ||= score > 0;
    return ring.any ? medianSkewness(ring.scores.subarray(0, ring.count)) : 0;
  }
}
