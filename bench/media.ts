/** How fast pictures are hashed, and known hashes found: against looking at each of them, and none missed. */
import { performance } from 'node:perf_hooks';
import { PictureHasher } from '../packages/server/media/hashing/index.ts';
import { picture, scene } from '../packages/server/media/hashing/testing/pictures.ts';
import { KnownHashes, THRESHOLD_MAX } from '../packages/server/media/matching/index.ts';
import { Rows } from '../packages/server/media/matching/rows.ts';
import { scan } from '../packages/server/media/matching/scan.ts';
import { weave } from '../packages/server/media/matching/weave.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median } from './kith.ts';
import { hexOf, knownHashes, lookAtAll, queriesOf } from './known-hashes.ts';

/** What to measure it on. */
export interface MediaSize {
  /** known PDQ hashes */
  hashes: number;
  /** searches that are timed */
  queries: number;
  /** searches that are held against looking at every hash */
  compared: number;
}

/** A megapixel. */
const [WIDTH, HEIGHT] = [1250, 800];
/** Pictures that wait at a time: the process never idles. */
const AHEAD = 4;
/** Searches by looking at every hash that are timed: each takes as long as a thousand others. */
const SCANS = 40;
const SEED = 7;

async function measureHashing({ rounds, seconds }: Asked, say: Say): Promise<void> {
  const files = await Promise.all(
    [1, 2, 3, 4].map((seed) => picture(scene({ seed, width: WIDTH, height: HEIGHT, shapes: 60, grain: 12 }), 'jpeg')),
  );
  const hasher = new PictureHasher(1);
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now();
    let done = 0;
    const one = async (): Promise<void> => {
      while (performance.now() - began < seconds * 1000) {
        await hasher.hash(files[done % files.length]);
        done++;
      }
    };
    await Promise.all(Array.from({ length: AHEAD }, one));
    // the first round is the start and the compiler's
    if (round > 0) rates.push((done * 1000) / (performance.now() - began));
  }
  const kB = Math.round(files.reduce((sum, { length }) => sum + length, 0) / files.length / 1000);
  say(figure(`media: JPEGs of a megapixel (${kB} kB) hashed by one process`, median(rates), '/s', { atLeast: 40 }));
  say(figure('media: memory of that process', hasher.memory_MB, 'MB'));
  hasher.stop();
}

export async function measureMedia(asked: Asked, size: MediaSize, say: Say): Promise<void> {
  await measureHashing(asked, say);

  const began = performance.now();
  const known = await KnownHashes.build(knownHashes(size.hashes, SEED));
  say(figure(`media: ${size.hashes} PDQ hashes told and made ready`, (performance.now() - began) / 1000, 's'));
  say(figure('media: memory of the index', known.bytes / 1e9, 'GB', { atMost: 1.5 }));
  const { near } = known.shared;
  const rows = new Rows('indexed' in near ? near.indexed.rows : near.scanned);

  const queries = queriesOf(rows.hashes, size.queries, SEED + 1);
  // both are as the index has laid them out; what is asked is as a picture has it
  const hexes = queries.map((words) => {
    const asked = words.slice();
    weave(asked);
    return hexOf(asked);
  });
  const times: [number[], number[]] = [[], []];
  // one round for the compiler
  for (const round of [0, 1]) {
    for (const [q, hex] of hexes.entries()) {
      const asks = performance.now();
      known.near(hex);
      if (round === 1) times[q % 2].push(performance.now() - asks);
    }
  }
  const share = (of: number[], part: number): number => of.toSorted((a, b) => a - b)[Math.floor(of.length * part)];
  for (const [i, which] of ['near a known one', 'near none'].entries()) {
    say(figure(`media: a search ${which}, p50`, share(times[i], 0.5), 'ms'));
    say(figure(`media: a search ${which}, p99`, share(times[i], 0.99), 'ms', { atMost: 5 }));
  }
  const scans = queries.slice(0, SCANS).map((words) => {
    const asks = performance.now();
    scan(rows, words, THRESHOLD_MAX);
    return performance.now() - asks;
  });
  const mean = (of: number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
  say(figure('media: looking at every hash instead', mean(scans), 'ms'));
  say(figure('media: how many times as fast the search is', mean(scans) / mean(times.flat()), '', { atLeast: 50 }));

  const compared = queries.slice(0, size.compared);
  const all = lookAtAll(rows.hashes, compared, THRESHOLD_MAX);
  let matches = 0;
  let wrong = 0;
  for (const [q, right] of all.entries()) {
    const found = known.near(hexes[q]);
    matches += right.size;
    const asRight = found.filter(({ entry, distance }) => right.get(entry) === distance).length;
    wrong += right.size + found.length - 2 * asRight;
  }
  say(figure(`media: matches of ${compared.length} searches, by looking at every hash`, matches, ''));
  say(figure('media: of those missed, or found wrongly', wrong, '', { atMost: 0 }));
}
