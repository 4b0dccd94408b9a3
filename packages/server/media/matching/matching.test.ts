import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { bitsOf, wordsOf } from './hash-words.ts';
import { EXACT, HASHES_MAX, isHex, type KnownHash, KnownHashes, THRESHOLD_MAX } from './index.ts';
import { MATCHES_MAX, NearIndex } from './near-index.ts';
import { type Pack, Packer } from './packs.ts';
import { SCANNED_MAX } from './prepare.ts';
import { Rows } from './rows.ts';
import { scan } from './scan.ts';
import { anyHash, bitsAway, numbers } from './testing/hashes.ts';
import { weave } from './weave.ts';

const pdq = (hex: string, entry: number): KnownHash => ({ algorithm: 'pdq', hex, entry });

function rowsOfHexes(hexes: readonly string[]): Rows {
  const rows = Rows.of('pdq', hexes.length);
  hexes.forEach((hex, i) => {
    rows.hashes.set(wordsOf('pdq', hex), i * rows.width);
    rows.entries[i] = i;
  });
  return rows;
}

/** More hashes than are scanned, so that there is an index. */
const many = (seed: number): KnownHash[] => {
  const next = numbers(seed);
  return Array.from({ length: SCANNED_MAX + 1000 }, (_, i) => pdq(anyHash(next), i));
};

describe('what is near a PDQ hash', () => {
  it('is found by the index as by looking at every one, at every distance and every threshold', () => {
    const world = fc.record({
      seed: fc.integer({ min: 1 }),
      centres: fc.integer({ min: 1, max: 4 }),
      around: fc.array(fc.nat(40), { maxLength: 150 }),
      thresholds: fc.uniqueArray(fc.nat(THRESHOLD_MAX), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(world, ({ seed, centres, around, thresholds }) => {
        const next = numbers(seed);
        const middles = Array.from({ length: centres }, () => anyHash(next));
        const rows = rowsOfHexes([...middles, ...around.map((d, i) => bitsAway(middles[i % centres], d, next))]);
        const index = NearIndex.build(rows);
        const byRow = (a: { row: number }, b: { row: number }): number => a.row - b.row;
        for (const query of [...middles, bitsAway(middles[0], next() % 32, next), anyHash(next)]) {
          for (const threshold of [...thresholds, 0, THRESHOLD_MAX]) {
            const words = wordsOf('pdq', query);
            assert.deepEqual(index.find(words, threshold).sort(byRow), scan(rows, words, threshold));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is found where the bits that differ are spread as badly as they can be', () => {
    // three or four bits in every word, in every way of parting them between its halves
    const next = numbers(5);
    const middle = anyHash(next);
    const spread = (high: number, low: number, words: number): string => {
      const turned = wordsOf('pdq', middle);
      for (let w = 0; w < words; w++) {
        for (let i = 0; i < high; i++) turned[w] ^= 1 << (16 + ((i * 5 + w) % 16));
        for (let i = 0; i < low; i++) turned[w] ^= 1 << ((i * 7 + w) % 16);
      }
      return Array.from(turned, (word) => word.toString(16).padStart(8, '0')).join('');
    };
    for (let bits = 0; bits <= 4; bits++) {
      for (let high = 0; high <= bits; high++) {
        const hex = spread(high, bits - high, bits === 4 ? 7 : 8);
        const found = NearIndex.build(rowsOfHexes([hex])).find(wordsOf('pdq', middle), THRESHOLD_MAX);
        assert.deepEqual(found, [{ row: 0, distance: bits * (bits === 4 ? 7 : 8) }]);
      }
    }
  });

  it('is looked for by bits laid out anew, one of each row and column a half word, as far apart as they were', () => {
    const laid = (hex: string): Uint32Array => {
      const words = wordsOf('pdq', hex);
      weave(words);
      return words;
    };
    for (let row = 0; row < 16; row++) {
      const wholeRow = laid(`${'0000'.repeat(row)}ffff${'0000'.repeat(15 - row)}`);
      const wholeColumn = laid((1 << row).toString(16).padStart(4, '0').repeat(16));
      for (const words of [wholeRow, wholeColumn]) {
        const halves = Array.from(words, (word) => [word >>> 16, word & 0xffff]).flat();
        assert.ok(halves.every((half) => half !== 0 && (half & (half - 1)) === 0));
      }
    }
    fc.assert(
      fc.property(fc.integer(), fc.nat(256), (seed, bits) => {
        const next = numbers(seed);
        const hex = anyHash(next);
        const other = laid(bitsAway(hex, bits, next));
        const apart = laid(hex).reduce((sum, word, w) => sum + bitsOf(word ^ other[w]), 0);
        assert.equal(apart, bits);
        const twice = laid(hex);
        weave(twice);
        assert.deepEqual(twice, wordsOf('pdq', hex));
      }),
    );
  });

  it('comes nearest first, with the entry it stands in, up to 31 bits away and no further', async () => {
    const next = numbers(3);
    const asked = anyHash(next);
    const close = [31, 0, 32, 7].map((distance, i) => pdq(bitsAway(asked, distance, next), 4_000_000_000 + i));
    const known = await KnownHashes.build([many(11), close]);
    const all = [
      { entry: 4_000_000_001, hex: asked, distance: 0 },
      { entry: 4_000_000_003, hex: close[3].hex, distance: 7 },
      { entry: 4_000_000_000, hex: close[0].hex, distance: 31 },
    ];
    assert.deepEqual(known.near(asked), all);
    assert.deepEqual(known.near(asked.toUpperCase(), 7), all.slice(0, 2));
    assert.deepEqual(known.near(asked, 0), all.slice(0, 1));
    assert.equal(known.count, SCANNED_MAX + 1004);
    assert.ok(known.bytes > known.count * 36);
  });

  it('is the same for few hashes, which are scanned, and for none', async () => {
    const next = numbers(9);
    const asked = anyHash(next);
    const close = pdq(bitsAway(asked, 31, next), 5);
    const known = await KnownHashes.build([[close, pdq(bitsAway(asked, 32, next), 6)]]);
    assert.deepEqual(known.near(asked), [{ entry: 5, hex: close.hex, distance: 31 }]);
    const none = await KnownHashes.build([]);
    assert.deepEqual([none.near(asked), none.exact('md5', 'ab'.repeat(16)), none.count], [[], [], 0]);
  });

  it('is bounded, where a list says the same again and again', async () => {
    const asked = anyHash(numbers(21));
    const known = await KnownHashes.build([Array.from({ length: MATCHES_MAX + 5 }, (_, i) => pdq(asked, i))]);
    assert.equal(known.near(asked).length, MATCHES_MAX);
  });
});

describe('an exact hash', () => {
  it('is found with every entry that it stands in, and no other is', async () => {
    const file = (n: number): string => `file ${n}`;
    const hash = (algorithm: string, n: number): string => createHash(algorithm).update(file(n)).digest('hex');
    const entries = Array.from({ length: 3000 }, (_, n) =>
      EXACT.map((algorithm, a) => ({ algorithm, hex: hash(algorithm, n), entry: n * 3 + a })),
    ).flat();
    const again = { algorithm: 'sha1' as const, hex: hash('sha1', 7), entry: 99_999 };
    const known = await KnownHashes.build([entries, [again]]);
    for (let n = 0; n < 3000; n++) {
      for (const [a, algorithm] of EXACT.entries()) {
        const expected = n === 7 && algorithm === 'sha1' ? [22, 99_999] : [n * 3 + a];
        assert.deepEqual(known.exact(algorithm, hash(algorithm, n).toUpperCase()), expected);
      }
    }
    for (let n = 3000; n < 4000; n++) {
      for (const algorithm of EXACT) assert.deepEqual(known.exact(algorithm, hash(algorithm, n)), []);
    }
  });

  it('is told from one that begins alike', async () => {
    const hexes = Array.from({ length: 50 }, (_, n) => `${'0'.repeat(30)}${(n + 16).toString(16)}`);
    const known = await KnownHashes.build([hexes.map((hex, entry) => ({ algorithm: 'md5', hex, entry }))]);
    for (const [entry, hex] of hexes.entries()) assert.deepEqual(known.exact('md5', hex), [entry]);
  });
});

describe('known hashes', () => {
  it('no longer match once they are removed, in no thread', async () => {
    const hashes = many(31);
    const known = await KnownHashes.build([hashes, [{ ...hashes[8], entry: 77_777 }]]);
    const { hex } = hashes[8];
    const thread = new Worker(new URL('./testing/opener.ts', import.meta.url), { workerData: known.shared });
    const elsewhere = async (): Promise<unknown> => {
      thread.postMessage(hex);
      return (await once(thread, 'message'))[0];
    };
    try {
      assert.deepEqual(await elsewhere(), known.near(hex));
      assert.equal(known.near(hex).length, 2);
      assert.equal(known.remove(hashes[8]), true);
      assert.deepEqual(known.near(hex), [{ entry: 77_777, hex, distance: 0 }]);
      assert.deepEqual(await elsewhere(), known.near(hex));
    } finally {
      await thread.terminate();
    }
    assert.equal(known.remove(hashes[8]), false);
    assert.equal(known.remove({ ...hashes[9], entry: 1 }), false);
    const md5 = { algorithm: 'md5', hex: '0f'.repeat(16), entry: 3 } as const;
    const exact = await KnownHashes.build([[md5]]);
    assert.deepEqual([exact.remove(md5), exact.exact('md5', md5.hex)], [true, []]);
  });

  it('are built from parts that come late, beside other work', async () => {
    async function* late(): AsyncGenerator<KnownHash[]> {
      for (const hash of many(41)) {
        if (hash.entry % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        yield [hash];
      }
    }
    const known = await KnownHashes.build(late());
    const { hex } = many(41)[1234];
    assert.deepEqual(known.near(hex), [{ entry: 1234, hex, distance: 0 }]);
  });

  it('are not built from what is no hash, nor after the source has failed or somebody has said stop', async () => {
    const bad: [KnownHash, RegExp][] = [
      [pdq('abc', 1), /entry 1 has no hash of pdq/],
      [pdq(`${'0'.repeat(63)}g`, 2), /entry 2 has no hash of pdq/],
      [{ algorithm: 'sha1', hex: '0'.repeat(32), entry: 3 }, /entry 3 has no hash of sha1/],
      [pdq('0'.repeat(64), -1), /entry -1 is not of 32 bits/],
      [pdq('0'.repeat(64), 2 ** 32), /is not of 32 bits/],
    ];
    for (const [hash, message] of bad) {
      await assert.rejects(KnownHashes.build([many(51), [hash]]), { name: 'RangeError', message });
    }
    function* dies(): Generator<KnownHash[]> {
      yield many(52);
      throw new Error('the source went away');
    }
    await assert.rejects(KnownHashes.build(dies()), /the source went away/);
    const stop = new AbortController();
    function* stopped(): Generator<KnownHash[]> {
      yield many(53);
      stop.abort();
    }
    await assert.rejects(KnownHashes.build(stopped(), stop.signal), { name: 'AbortError' });
  });

  it('have a limit', () => {
    const taken: Pack[] = [];
    const packer = new Packer((pack) => taken.push(pack), 3);
    const hash = { algorithm: 'md5', hex: '00'.repeat(16), entry: 0 } as const;
    for (let i = 0; i < 3; i++) packer.add(hash);
    assert.throws(() => packer.add(hash), { name: 'RangeError', message: 'more than 3 known hashes' });
    packer.end();
    assert.equal(taken[0].count, 3);
    assert.ok(HASHES_MAX >= 10_000_000);
  });

  it('are asked about with hashes only', async () => {
    const known = await KnownHashes.build([]);
    assert.throws(() => known.near('nonsense'), /a hash of pdq has 64 hexadecimal digits/);
    assert.throws(() => known.exact('md5', '0'.repeat(40)), RangeError);
    const indexed = await KnownHashes.build([many(61)]);
    for (const threshold of [32, -1, 1.5, Number.NaN]) {
      assert.throws(() => indexed.near('0'.repeat(64), threshold), RangeError);
      assert.throws(() => known.near('0'.repeat(64), threshold), RangeError);
    }
    assert.deepEqual(
      ['0'.repeat(64), 'F'.repeat(64), '0'.repeat(63), `${'0'.repeat(63)} `, ''].map((hex) => isHex('pdq', hex)),
      [true, true, false, false, false],
    );
  });
});
