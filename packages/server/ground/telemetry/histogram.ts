/** How long things take: buckets that grow by a fixed ratio, so that a record costs a logarithm and three additions. */

/** Durations up to this many milliseconds share the first bucket. */
const FIRST_MS = 0.01;
/** Buckets to a doubling: a quantile read from them is at most 19 % too high. */
const PER_DOUBLING = 4;
/** Doublings above FIRST_MS: the last bucket begins at about 20 seconds, longer than any request may take. */
const DOUBLINGS = 21;
const BUCKETS = PER_DOUBLING * DOUBLINGS + 1;
/** Quantiles speak of the last one to two minutes: two windows of this length take turns. */
const WINDOW_MS = 60_000;

/** The upper bound of a bucket, in milliseconds. */
const upperOf = (bucket: number): number => FIRST_MS * 2 ** (bucket / PER_DOUBLING);

export interface Quantiles {
  /** how many the quantiles speak of: those of the last one to two minutes */
  count: number;
  p50_ms: number;
  p99_ms: number;
}

/** Buckets a factor of two apart, as Prometheus takes them. */
export interface HistogramTotals {
  /** upper bounds in milliseconds; one count more than bounds, the last for everything above */
  bounds_ms: number[];
  counts: number[];
  sum_ms: number;
  count: number;
}

export class DurationHistogram {
  readonly #total = new Float64Array(BUCKETS);
  #sum_ms = 0;
  #recent = new Float64Array(BUCKETS);
  #before = new Float64Array(BUCKETS);
  #window = 0;

  /** `now` in milliseconds since 1970: it only says which window the duration belongs to. */
  record(took_ms: number, now: number): void {
    const window = Math.floor(now / WINDOW_MS);
    if (window !== this.#window) this.#turn(window);
    const above = took_ms > FIRST_MS ? Math.ceil(Math.log2(took_ms / FIRST_MS) * PER_DOUBLING) : 0;
    const bucket = above < BUCKETS ? above : BUCKETS - 1;
    // the fallbacks are for the type checker: both arrays have a number at every bucket
    this.#total[bucket] = (this.#total[bucket] ?? 0) + 1;
    this.#recent[bucket] = (this.#recent[bucket] ?? 0) + 1;
    this.#sum_ms += took_ms;
  }

  #turn(window: number): void {
    const old = this.#before;
    this.#before = this.#recent;
    this.#recent = old.fill(0);
    // after a pause of more than a window, what came before is no longer recent
    if (window !== this.#window + 1) this.#before.fill(0);
    this.#window = window;
  }

  quantiles(now: number): Quantiles {
    const window = Math.floor(now / WINDOW_MS);
    if (window !== this.#window) this.#turn(window);
    const counts = this.#recent.map((n, i) => n + (this.#before[i] ?? 0));
    const count = counts.reduce((sum, n) => sum + n, 0);
    return { count, p50_ms: quantile(counts, count, 0.5), p99_ms: quantile(counts, count, 0.99) };
  }

  totals(): HistogramTotals {
    const bounds_ms: number[] = [];
    const counts: number[] = [];
    let here = 0;
    for (const [bucket, n] of this.#total.entries()) {
      here += n;
      if (bucket % PER_DOUBLING !== 0 || bucket === BUCKETS - 1) continue;
      bounds_ms.push(upperOf(bucket));
      counts.push(here);
      here = 0;
    }
    counts.push(here);
    return { bounds_ms, counts, sum_ms: this.#sum_ms, count: counts.reduce((sum, n) => sum + n, 0) };
  }
}

/** The upper bound of the bucket in which the share is reached; 0 where nothing was recorded. */
function quantile(counts: Float64Array, count: number, share: number): number {
  if (count === 0) return 0;
  const wanted = Math.ceil(count * share);
  let seen = 0;
  for (const [bucket, n] of counts.entries()) {
    seen += n;
    if (seen >= wanted) return upperOf(bucket);
  }
  return upperOf(BUCKETS - 1);
}
