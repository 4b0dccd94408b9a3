/** What a list of known material is made of: hashes, as they are compared. */

/** Hashes that are matched. `url` is the SHA-256 of a link in its plain form (../links/plain-link.ts): no link itself is kept. */
export const algorithms = ['md5', 'sha1', 'sha256', 'pdq', 'url'] as const;
export type Algorithm = (typeof algorithms)[number];

/** Hexadecimal digits of each. */
const DIGITS: Readonly<Record<Algorithm, number>> = { md5: 32, sha1: 40, sha256: 64, pdq: 64, url: 64 };

/** The lowest quality of a PDQ hash that is matched, of 100: below it images are too plain to be told apart. */
export const PDQ_QUALITY_MIN = 50;

/** A source's own id, characters at most: what is longer is no id. */
export const SOURCE_ID_LENGTH_MAX = 128;
/** A severity or category, characters at most: what is longer is a remark. */
export const CATEGORY_LENGTH_MAX = 64;

export interface Entry {
  algorithm: Algorithm;
  /** hexadecimal, small letters */
  hash: string;
  /** the source's own id; '' where it gives none */
  sourceId: string;
  /** as the source says it; '' where it says none */
  category: string;
}

/** What sources call them, without case, spaces, - and _. */
const NAMES: ReadonlyMap<string, Algorithm> = new Map([
  ['md5', 'md5'],
  // ThreatExchange's name for the MD5 of a video's file
  ['videomd5', 'md5'],
  ['hashmd5', 'md5'],
  ['sha1', 'sha1'],
  ['hashsha1', 'sha1'],
  ['sha256', 'sha256'],
  ['hashsha256', 'sha256'],
  ['pdq', 'pdq'],
  ['hashpdq', 'pdq'],
]);

/** Kinds of hashes that lists hold and Kith can't make: they are skipped, and are no fault of the list. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['photodna', 'pdna', 'hashpdna', 'tmk', 'tmkpdqf', 'hashtmk', 'vpdq', 'videntifier', 'netclean', 'pdqocr'],
  ...['sha512', 'sha384', 'crc32', 'ssdeep', 'rawtext', 'text', 'trendquery', 'pdqocr', 'tlsh', 'tlshpdf', 'clip'],
]);

/** @returns null where it is known and of no use here; undefined where it is no name of a kind of hash */
export function algorithmNamed(name: string): Algorithm | null | undefined {
  const plain = name.toLowerCase().replace(/[\s_-]/g, '');
  return NAMES.get(plain) ?? (OTHERS.has(plain) ? null : undefined);
}

/** Hashes that match what is no evidence of anything: the empty file, and a plain area of one colour. */
const OF_NOTHING: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ...['0', 'f'].map((digit) => digit.repeat(DIGITS.pdq)),
]);

export type ReadHash = { ok: true; hash: string } | { ok: false; problem: string };

/** A hash as a source writes it, in the form in which it is compared. */
export function readHash(algorithm: Exclude<Algorithm, 'url'>, text: string): ReadHash {
  const hash = text.trim().toLowerCase();
  if (hash.length !== DIGITS[algorithm] || !/^[0-9a-f]+$/.test(hash)) {
    return { ok: false, problem: `is not ${DIGITS[algorithm]} hexadecimal digits, as ${algorithm} has` };
  }
  if (OF_NOTHING.has(hash)) return { ok: false, problem: 'is the hash of an empty file or of a plain area' };
  return { ok: true, hash };
}
