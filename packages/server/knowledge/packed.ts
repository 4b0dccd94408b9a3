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

type CountName = (typeof countNames)[number];
/** Where each count lies among them: saved knowledge has them so. */
const PLACE: Readonly<Record<CountName, number>> = {
  contacted: 0,
  children: 1,
  cold: 2,
  aimed: 3,
  kept: 4,
  answered: 5,
  sameOpener: 6,
  handOffs: 7,
  far: 8,
  approached: 9,
  pursued: 10,
  withheld: 11,
  inGroups: 12,
};

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

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** The float whose bits a word has. */
export function floatOf(bits: number): number {
  word[0] = bits;
  return float[0] ?? 0;
}

/** The bits of a float. */
export function wordOf(value: number): number {
  float[0] = value;
  return word[0] ?? 0;
}

/** Sums of their own, so that the row may change; most have none, and share one. */
function sumsAt(words: Uint32Array, from: number): EvidenceSums {
  for (let i = from; i < from + CODES; i++) if (words[i] !== 0) return floats(words, from, CODES).slice();
  return NO_EVIDENCE;
}

const NO_CHILDREN = new Uint8Array(CHILD_DAYS);

/** Days of their own; those of accounts that turned to nobody lately are shared, and never changed in place. */
function childrenAt(words: Uint32Array, from: number): Uint8Array {
  for (let i = from; i < from + CHILD_DAYS / 4; i++)
    if (words[i] !== 0) return new Uint8Array(words.buffer, words.byteOffset + from * 4, CHILD_DAYS).slice();
  return NO_CHILDREN;
}

function openersAt(words: Uint32Array, from: number): number[] {
  const openers: number[] = [];
  for (let i = 0; i < OPENERS_REMEMBERED; i++) openers.push(words[from + i] ?? 0);
  return openers;
}

const levelOf = (index: number | undefined): Risk => RISKS[index ?? 0] ?? 'none';

/** Writes a conduct into CONDUCT_WORDS words from an offset on. */
export function packConduct(c: Conduct, words: Uint32Array, offset = 0): void {
  words[offset + CONDUCT.at] = c.at;
  const counts = floats(words, offset + CONDUCT.counts, countNames.length + 2);
  for (const name of countNames) counts[PLACE[name]] = c[name];
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
  const at = words[offset + CONDUCT.at] ?? 0;
  if (at === 0) return blankConduct(account);
  const count = (name: CountName): number => floatOf(words[offset + CONDUCT.counts + PLACE[name]] ?? 0);
  // one literal: a million of these a minute are read, and fields that are set by name one after another cost as much again
  return {
    account,
    at,
    contacted: count('contacted'),
    children: count('children'),
    cold: count('cold'),
    aimed: count('aimed'),
    kept: count('kept'),
    answered: count('answered'),
    sameOpener: count('sameOpener'),
    handOffs: count('handOffs'),
    far: count('far'),
    approached: count('approached'),
    pursued: count('pursued'),
    withheld: count('withheld'),
    inGroups: count('inGroups'),
    day: words[offset + CONDUCT.day] ?? 0,
    childrenByDay: childrenAt(words, offset + CONDUCT.childrenByDay),
    evidence: sumsAt(words, offset + CONDUCT.evidence),
    childrenByCode: sumsAt(words, offset + CONDUCT.childrenByCode),
    breadth: floatOf(words[offset + CONDUCT.breadth] ?? 0),
    ruled: floatOf(words[offset + CONDUCT.ruled] ?? 0),
    openers: openersAt(words, offset + CONDUCT.openers),
    level: levelOf(words[offset + CONDUCT.level]),
  };
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
