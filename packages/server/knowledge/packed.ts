/** How a conduct and an approach are kept: 32-bit words, the same in both stores. */
import type { Risk } from '@kith/contract';
import {
  type Approach,
  blankApproach,
  blankConduct,
  CHILD_DAYS,
  type Conduct,
  countNames,
  type EvidenceSums,
  evidenceCodes,
  NO_EVIDENCE,
  OPENERS_REMEMBERED,
  RISKS,
} from '@kith/engine';

const CODES = evidenceCodes.length;

const CONDUCT = (() => {
  const counts = 1;
  const breadth = counts + countNames.length;
  const ruled = breadth + 1;
  const day = ruled + 1;
  const childrenByDay = day + 1;
  const evidence = childrenByDay + CHILD_DAYS / 4;
  const childrenByCode = evidence + CODES;
  const openers = childrenByCode + CODES;
  const level = openers + OPENERS_REMEMBERED;
  return {
    at: 0,
    counts,
    breadth,
    ruled,
    day,
    childrenByDay,
    evidence,
    childrenByCode,
    openers,
    level,
    WIDTH: level + 1,
  };
})();
/** 32-bit words of a conduct. */
export const CONDUCT_WORDS = CONDUCT.WIDTH;

const APPROACH = {
  at: 0,
  firstAt: 1,
  /** level 2 bits, handed off 1, pursued 1, from the lowest */
  bits: 2,
  evidence: 3,
  WIDTH: 3 + CODES,
} as const;
/** 32-bit words of an approach. */
export const APPROACH_WORDS: number = APPROACH.WIDTH;

/** The same memory seen as floats. */
const floats = (words: Uint32Array, from: number, length: number): Float32Array =>
  new Float32Array(words.buffer, words.byteOffset + from * 4, length);

/** Sums of their own, so that the row may change; most have none, and share one. */
function sumsAt(words: Uint32Array, from: number): EvidenceSums {
  for (let i = from; i < from + CODES; i++) if (words[i] !== 0) return floats(words, from, CODES).slice();
  return NO_EVIDENCE;
}

const levelOf = (index: number | undefined): Risk => RISKS[index ?? 0] ?? 'none';

/** Writes a conduct into CONDUCT_WORDS words from an offset on. */
export function packConduct(c: Conduct, words: Uint32Array, offset = 0): void {
  words[offset + CONDUCT.at] = c.at;
  const counts = floats(words, offset + CONDUCT.counts, countNames.length + 2);
  countNames.forEach((name, i) => {
    counts[i] = c[name];
  });
  counts[countNames.length] = c.breadth;
  counts[countNames.length + 1] = c.ruled;
  words[offset + CONDUCT.day] = c.day;
  new Uint8Array(words.buffer, words.byteOffset + (offset + CONDUCT.childrenByDay) * 4, CHILD_DAYS).set(
    c.childrenByDay,
  );
  floats(words, offset + CONDUCT.evidence, CODES).set(c.evidence);
  floats(words, offset + CONDUCT.childrenByCode, CODES).set(c.childrenByCode);
  for (let i = 0; i < OPENERS_REMEMBERED; i++) words[offset + CONDUCT.openers + i] = c.openers[i] ?? 0;
  words[offset + CONDUCT.level] = RISKS.indexOf(c.level);
}

export function unpackConduct(account: string, words: Uint32Array, offset = 0): Conduct {
  const c = blankConduct(account);
  c.at = words[offset + CONDUCT.at] ?? 0;
  if (c.at === 0) return c;
  const counts = floats(words, offset + CONDUCT.counts, countNames.length + 2);
  countNames.forEach((name, i) => {
    c[name] = counts[i] ?? 0;
  });
  c.breadth = counts[countNames.length] ?? 0;
  c.ruled = counts[countNames.length + 1] ?? 0;
  c.day = words[offset + CONDUCT.day] ?? 0;
  const days = words.byteOffset + (offset + CONDUCT.childrenByDay) * 4;
  c.childrenByDay = new Uint8Array(words.buffer, days, CHILD_DAYS).slice();
  c.evidence = sumsAt(words, offset + CONDUCT.evidence);
  c.childrenByCode = sumsAt(words, offset + CONDUCT.childrenByCode);
  c.openers = Array.from(words.subarray(offset + CONDUCT.openers, offset + CONDUCT.openers + OPENERS_REMEMBERED));
  c.level = levelOf(words[offset + CONDUCT.level]);
  return c;
}

/** Writes an approach into APPROACH_WORDS words from an offset on. */
export function packApproach(a: Approach, words: Uint32Array, offset = 0): void {
  words[offset + APPROACH.at] = a.at;
  words[offset + APPROACH.firstAt] = a.firstAt;
  words[offset + APPROACH.bits] = RISKS.indexOf(a.level) | (Number(a.handedOff) << 2) | (Number(a.pursued) << 3);
  floats(words, offset + APPROACH.evidence, CODES).set(a.evidence);
}

export function unpackApproach(actor: string, other: string, words: Uint32Array, offset = 0): Approach {
  const a = blankApproach(actor, other);
  a.at = words[offset + APPROACH.at] ?? 0;
  a.firstAt = words[offset + APPROACH.firstAt] ?? 0;
  const bits = words[offset + APPROACH.bits] ?? 0;
  a.level = levelOf(bits & 3);
  a.handedOff = (bits & 4) !== 0;
  a.pursued = (bits & 8) !== 0;
  a.evidence = sumsAt(words, offset + APPROACH.evidence);
  return a;
}

/** As bytes of their own (little-endian words), for a database. */
export function conductBytes(c: Conduct): Buffer {
  const words = new Uint32Array(CONDUCT_WORDS);
  packConduct(c, words);
  return Buffer.from(words.buffer);
}
export function approachBytes(a: Approach): Buffer {
  const words = new Uint32Array(APPROACH_WORDS);
  packApproach(a, words);
  return Buffer.from(words.buffer);
}

/** Words of their own, aligned, from bytes that may lie anywhere. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
