/**
 * What media are compared with when they are told of: the lists that are in use and what people here ruled, in memory. Every
 * process has it; when a list has a new version, or somebody judged an entry, another is built beside it and put in its place.
 */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { KnownUrls } from '../links/known-urls.ts';
import { PDQ_QUALITY_MIN } from '../lists/entry.ts';
import { trackingFor } from '../lists/formats/links.ts';
import type { ListSettings } from '../lists/settings.ts';
import { EXACT, KnownHashes } from '../matching/index.ts';
import {
  entryKey,
  entryName,
  hashesAt,
  isHash,
  type Judged,
  judgedSoFar,
  judgementsDigest,
  type LiveVersions,
  liveVersions,
  numbered,
  numberOf,
} from './live-entries.ts';

/** How often it is looked whether something changed, milliseconds: so late does another process's import count here. */
const LOOK_EVERY_MS = 5_000;
/** So many entries are read before Kith says that it is there, about a second; where there are more, it says that it is not ready. */
const READ_FIRST_MAX = 200_000;
/** Matches that are told at most: one more list tells nobody anything new. */
export const MATCHES_TOLD_MAX = 16;

/** Hashes of one medium, as the platform sent or Kith made them; hexadecimal. */
export interface MediaHashes {
  md5?: string | undefined;
  sha1?: string | undefined;
  sha256?: string | undefined;
  /** of the image, or of frames; those of low quality are not compared. `quality` is 0 to 100, null where nobody knows it */
  pdq?: readonly { hash: string; quality: number | null }[];
}

export interface KnownMatch {
  list: string;
  /** how the entry is named: its algorithm and its hash */
  entry: string;
  kind: 'exact' | 'perceptual';
  /** whoever keeps the list vouches for the entry */
  verified: boolean;
  /** bits of 256 in which they differ, of a perceptual match */
  distance?: number;
}

interface Loaded {
  versions: LiveVersions;
  lists: KnownHashes;
  /** one for all lists that take the same parameters for tracking */
  links: readonly KnownUrls[];
}

interface Own extends Judged {
  digest: string;
  hashes: KnownHashes;
}

export interface KnownMediaOptions {
  db: Kysely<Records>;
  lists: readonly ListSettings[];
  log: Log;
}

export class KnownMedia {
  readonly #options: KnownMediaOptions;
  #loaded: Loaded | null = null;
  #own: Own | null = null;
  #job: Job | null = null;
  #refreshing: Promise<void> | null = null;

  constructor(options: KnownMediaOptions) {
    this.#options = options;
  }

  /** Reads the lists, in the background where they are large, and again whenever they change. */
  static async open(options: KnownMediaOptions): Promise<KnownMedia> {
    const { count } = await options.db
      .selectFrom('known_list')
      .select(({ fn }) => fn.sum('entries').as('count'))
      .executeTakeFirstOrThrow();
    const known = new KnownMedia(options);
    if (Number(count ?? 0) <= READ_FIRST_MAX) await known.refresh();
    return known.#start();
  }

  #start(): this {
    const { log } = this.#options;
    this.#job = keepDoing({
      every_ms: LOOK_EVERY_MS,
      work: (signal) => this.refresh(signal),
      failed: (error) => log.error({ err: error }, 'reading lists of known material failed, and will be tried again'),
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.#job?.stop();
  }

  /** Whether the lists were read: before, nothing can be compared. */
  get ready(): boolean {
    return this.#loaded !== null && this.#own !== null;
  }

  /** Changes whenever something else may match; null before the lists are read. */
  get state(): string | null {
    if (this.#loaded === null || this.#own === null) return null;
    return JSON.stringify([this.#own.digest, ...this.#loaded.versions]);
  }

  /** Memory that the hashes take, and how many there are. */
  get size(): { hashes: number; bytes: number } {
    const parts = [this.#loaded?.lists, this.#own?.hashes];
    return {
      hashes: parts.reduce((sum, part) => sum + (part?.count ?? 0), 0),
      bytes: parts.reduce((sum, part) => sum + (part?.bytes ?? 0), 0),
    };
  }

  /**
   * What these hashes match, the strictest first; MATCHES_TOLD_MAX at most.
   * @returns null where the lists are not read yet: nothing was compared
   */
  match(hashes: MediaHashes): readonly KnownMatch[] | null {
    const loaded = this.#loaded;
    const own = this.#own;
    if (loaded === null || own === null) return null;
    const unlike = isUnlike(hashes, own.unlike);
    const found = new Map<string, KnownMatch>();
    for (const known of [own.hashes, loaded.lists]) {
      for (const match of this.#matchesIn(known, hashes)) {
        // somebody looked at it: it only looks like it
        if (unlike && match.kind === 'perceptual') continue;
        const key = entryKey(match.list, match.entry);
        const before = found.get(key);
        if (!own.wrong.has(key) && (before === undefined || strictness(match) > strictness(before)))
          found.set(key, match);
      }
    }
    return [...found.values()].sort((a, b) => strictness(b) - strictness(a)).slice(0, MATCHES_TOLD_MAX);
  }

  /** What lists have of the links in a text, what people vouch for first. Nothing where the lists are not read yet. */
  matchLinks(text: string): readonly KnownMatch[] {
    const [loaded, own] = [this.#loaded, this.#own];
    // asked of every message: where no list has links, as in most places, it must cost nothing
    if (loaded === null || own === null || loaded.links.every(isEmpty)) return NONE;
    const { lists } = this.#options;
    return loaded.links
      .flatMap((links) => links.match(text))
      .flatMap(({ hash, numbers }) =>
        numbers.map((n): KnownMatch => ({ ...numbered(n, lists), entry: entryName('url', hash), kind: 'exact' })),
      )
      .filter(({ list, entry }) => !own.wrong.has(entryKey(list, entry)))
      .sort((a, b) => strictness(b) - strictness(a))
      .slice(0, MATCHES_TOLD_MAX);
  }

  *#matchesIn(known: KnownHashes, hashes: MediaHashes): Generator<KnownMatch> {
    const { lists } = this.#options;
    for (const algorithm of EXACT) {
      const hex = hashes[algorithm]?.toLowerCase();
      if (hex === undefined) continue;
      for (const number of known.exact(algorithm, hex)) {
        yield { ...numbered(number, lists), entry: entryName(algorithm, hex), kind: 'exact' };
      }
    }
    for (const { hash, quality } of hashes.pdq ?? []) {
      if (quality !== null && quality < PDQ_QUALITY_MIN) continue;
      for (const { entry: number, hex, distance } of known.near(hash)) {
        yield { ...numbered(number, lists), entry: entryName('pdq', hex), kind: 'perceptual', distance };
      }
    }
  }

  /** Reads again what has changed. One at a time: who comes meanwhile waits for the one under way. */
  refresh(signal?: AbortSignal): Promise<void> {
    this.#refreshing ??= this.#refresh(signal).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(signal: AbortSignal | undefined): Promise<void> {
    const { db, lists, log } = this.#options;
    const digest = await judgementsDigest(db);
    if (this.#own?.digest !== digest) {
      const judged = await judgedSoFar(db);
      const number = numberOf(lists.length, true);
      const own = judged.own.flatMap(({ algorithm, hash }) =>
        isHash(algorithm) ? [{ algorithm, hex: hash, entry: number }] : [],
      );
      this.#own = { ...judged, digest, hashes: await KnownHashes.build([own], signal) };
    }
    const versions = await liveVersions(db, lists);
    if (this.#loaded !== null && sameVersions(this.#loaded.versions, versions)) return;
    const began = performance.now();
    const links = lists.map(linksOf(new Map()));
    const parts = hashesAt(db, lists, versions, (hash, number, place) => links[place]?.add(hash, number));
    const hashes = await KnownHashes.build(parts, signal);
    this.#loaded = { versions, lists: hashes, links: [...new Set(links)] };
    const took_ms = Math.round(performance.now() - began);
    const linkCount = this.#loaded.links.reduce((sum, { count }) => sum + count, 0);
    if (hashes.count + linkCount > 0) {
      const counts = { hashes: hashes.count, links: linkCount, bytes: hashes.bytes, took_ms };
      log.info(counts, 'lists of known material were read');
    }
  }
}

/** Whether somebody said of the file, or of exactly its picture, that it only looks like known material. */
const isUnlike = ({ pdq = [], ...exact }: MediaHashes, unlike: ReadonlySet<string>): boolean =>
  unlike.size > 0 &&
  (EXACT.some((algorithm) => unlike.has(entryName(algorithm, exact[algorithm]?.toLowerCase() ?? ''))) ||
    pdq.some(({ hash }) => unlike.has(entryName('pdq', hash.toLowerCase()))));

const isEmpty = ({ count }: KnownUrls): boolean => count === 0;

/** Where a list's links are known: with those of the lists before it that take the same parameters for tracking. */
const linksOf =
  (made: Map<string, KnownUrls>) =>
  ({ format }: ListSettings): KnownUrls => {
    const tracking = format.kind === 'links' ? format : { trackingParameters: undefined };
    const key = JSON.stringify(tracking.trackingParameters ?? null);
    const links = made.get(key) ?? new KnownUrls(trackingFor(tracking));
    made.set(key, links);
    return links;
  };

const NONE: readonly KnownMatch[] = Object.freeze([]);

/** Exact before alike, verified before not, near before far. */
const strictness = ({ kind, verified, distance = 0 }: KnownMatch): number =>
  (kind === 'exact' ? 1_000 : 0) + (verified ? 500 : 0) - distance;

const sameVersions = (a: LiveVersions, b: LiveVersions): boolean =>
  a.size === b.size && [...a].every(([list, version]) => b.get(list) === version);
