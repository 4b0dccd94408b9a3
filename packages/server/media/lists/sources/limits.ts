/** How long a source may take, and how often it is asked again within one import. */

export interface FetchLimits {
  /** for the connection, milliseconds */
  connect_ms: number;
  /** from the request to the first of the answer, milliseconds */
  answer_ms: number;
  /** between two pieces of an answer, milliseconds */
  silence_ms: number;
  /** in each window of this length, milliseconds, so many bytes come at least: one that drips is given up */
  window_ms: number;
  windowBytesLeast: number;
  /** times that one thing is asked for, the first among them */
  tries: number;
  /** the pause before the second try; each further one doubles it. Milliseconds */
  retryFirst_ms: number;
  /** the longest pause, also where the source asks for more. Milliseconds */
  retryMost_ms: number;
}

/** A list of 4 GB at the least speed would take 46 days: what ends that is the time that one import may take. */
export const FETCH_LIMITS: FetchLimits = {
  connect_ms: 10_000,
  // sources gather some answers first
  answer_ms: 60_000,
  silence_ms: 30_000,
  window_ms: 60_000,
  windowBytesLeast: 64 * 1024,
  tries: 5,
  retryFirst_ms: 2_000,
  retryMost_ms: 60_000,
};

/** Redirects that are followed, within the same host. */
export const REDIRECTS_MAX = 3;
