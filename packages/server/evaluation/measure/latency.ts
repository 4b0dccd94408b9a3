/** Measures that punish late finding: ERDE (Losada and Crestani 2016) and F_latency (Sadeque, Xu and Bethard 2018). */

/** One account of a test: whether it offends, and after how many messages it was flagged; null where it never was. */
export interface Flagged {
  offends: boolean;
  after: number | null;
  /** all its messages, for where nothing was flagged */
  messages: number;
}

/**
 * Mean cost: 1 for one that is missed, the share of offenders for a false alarm, and for one that is found a cost that
 * rises from 0 to 1 around `due` messages. 0 is perfect.
 */
export function erde(accounts: readonly Flagged[], due: number): number {
  if (accounts.length === 0) return 0;
  const falseAlarm = accounts.filter(({ offends }) => offends).length / accounts.length;
  let cost = 0;
  for (const { offends, after } of accounts) {
    if (offends) cost += after === null ? 1 : 1 - 1 / (1 + Math.exp(after - due));
    else if (after !== null) cost += falseAlarm;
  }
  return cost / accounts.length;
}

export interface FLatency {
  precision: number;
  recall: number;
  f1: number;
  /** 1 - the median penalty of those that were rightly found */
  speed: number;
  fLatency: number;
}

/** Where half of the accounts have no more messages than this, being found at the median length costs half. */
export function fLatency(accounts: readonly Flagged[]): FLatency {
  const found = accounts.filter(({ offends, after }) => offends && after !== null);
  const flagged = accounts.filter(({ after }) => after !== null).length;
  const offenders = accounts.filter(({ offends }) => offends).length;
  const precision = flagged === 0 ? 0 : found.length / flagged;
  const recall = offenders === 0 ? 0 : found.length / offenders;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  const m = Math.max(2, median(accounts.map(({ messages }) => messages)));
  const p = Math.log(3) / (m - 1);
  const penalties = found.map(({ after }) => -1 + 2 / (1 + Math.exp(-p * ((after ?? 1) - 1))));
  const speed = found.length === 0 ? 0 : 1 - median(penalties);
  return { precision, recall, f1, speed, fLatency: f1 * speed };
}

function median(values: readonly number[]): number {
  const rising = [...values].sort((a, b) => a - b);
  const half = rising.length >> 1;
  const upper = rising[half] ?? 0;
  return rising.length % 2 === 1 ? upper : (upper + (rising[half - 1] ?? upper)) / 2;
}
