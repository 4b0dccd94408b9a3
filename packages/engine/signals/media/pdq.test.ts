import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Luminance, luminanceOf, pdqOf, pdqsOf, TURNS, type Turn } from './index.ts';
import { qualityOf } from './quality.ts';
import { SHRUNK, shrink } from './shrink.ts';
import { FREQUENCIES, transform } from './transform.ts';

const picture = (width: number, height: number, of: (x: number, y: number) => number): Luminance => ({
  width,
  height,
  values: Float32Array.from({ length: width * height }, (_, i) => of(i % width, Math.floor(i / width))),
});

/** Values without a pattern, by a seed (xorshift). */
function noise(width: number, height: number, seed: number): Luminance {
  let state = seed | 1;
  return picture(width, height, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % 256;
  });
}

const valueAt = ({ width, values }: Luminance, x: number, y: number): number => values[y * width + x];

/** Bits in which two hashes differ. */
function apart(a: string, b: string): number {
  const bits = (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2);
  return bits.replaceAll('0', '').length;
}

/** The picture laid in that way, pixel by pixel. */
function laid(of: Luminance, turn: Turn): Luminance {
  const { width: w, height: h } = of;
  const from: Record<Turn, (x: number, y: number) => [number, number]> = {
    as_is: (x, y) => [x, y],
    mirrored: (x, y) => [w - 1 - x, y],
    upside_down: (x, y) => [x, h - 1 - y],
    half_turn: (x, y) => [w - 1 - x, h - 1 - y],
    transposed: (x, y) => [y, x],
    left: (x, y) => [w - 1 - y, x],
    right: (x, y) => [y, h - 1 - x],
    anti_transposed: (x, y) => [w - 1 - y, h - 1 - x],
  };
  const swaps = turn === 'transposed' || turn === 'left' || turn === 'right' || turn === 'anti_transposed';
  return picture(swaps ? h : w, swaps ? w : h, (x, y) => valueAt(of, ...from[turn](x, y)));
}

/** Waves of every frequency that is hashed, as pictures have: what is between the pixels can be told from them. */
function waves(width: number, height: number, seed: number): Luminance {
  const heights = noise(FREQUENCIES + 1, FREQUENCIES + 1, seed);
  const wave = (length: number, f: number, at: number): number => Math.cos((Math.PI * f * (at + 0.5)) / length);
  return picture(width, height, (x, y) => {
    let value = 128;
    for (let f = 0; f <= FREQUENCIES; f++) {
      let across = 0;
      for (let g = 0; g <= FREQUENCIES; g++) across += (valueAt(heights, g, f) - 127.5) * wave(width, g, x);
      value += (across * wave(height, f, y)) / 100;
    }
    return value;
  });
}

describe('shrinking', () => {
  /** One pass of a box along the rows, told plainly. */
  function pass(of: Luminance): Luminance {
    const box = Math.ceil(of.width / 128);
    return picture(of.width, of.height, (x, y) => {
      const within: number[] = [];
      for (let at = x - (box - 1 - Math.floor(box / 2)); at <= x + Math.floor(box / 2); at++) {
        if (at >= 0 && at < of.width) within.push(valueAt(of, at, y));
      }
      return within.reduce((sum, value) => sum + value, 0) / within.length;
    });
  }

  it('is two passes of a box along rows and columns, and then reading in the middle of 64 by 64 parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        (width, height, seed) => {
          const start = noise(width, height, seed);
          const turn = (of: Luminance): Luminance => laid(of, 'transposed');
          const blurred = turn(pass(pass(turn(pass(pass(start))))));
          const shrunk = shrink(start);
          for (let place = 0; place < SHRUNK * SHRUNK; place += 37) {
            const x = Math.floor((((place % SHRUNK) + 0.5) * width) / SHRUNK);
            const y = Math.floor(((Math.floor(place / SHRUNK) + 0.5) * height) / SHRUNK);
            assert.ok(Math.abs(shrunk[place] - valueAt(blurred, x, y)) < 1e-3);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('the transform', () => {
  it('finds a wave at its own frequency alone', () => {
    for (const [row, column] of [
      [0, 0],
      [3, 11],
      [15, 15],
    ] as const) {
      const wave = (f: number, at: number): number => Math.cos((Math.PI / 128) * (f + 1) * (2 * at + 1));
      const values = Float64Array.from(
        { length: SHRUNK * SHRUNK },
        (_, i) => 9 + wave(row, i >> 6) * wave(column, i & 63),
      );
      const found = transform(values).findIndex((coefficient) => Math.abs(coefficient) > 1e-9);
      assert.equal(found, row * 16 + column);
      assert.ok(Math.abs(transform(values)[found] - 32) < 1e-9);
    }
  });
});

describe('quality', () => {
  it('is 0 for one colour and for steps too small to count, and 100 for a board of black and white', () => {
    const of = (value: (x: number, y: number) => number): number => qualityOf(shrink(picture(64, 64, value)));
    assert.equal(
      of(() => 200),
      0,
    );
    assert.equal(
      of((x, y) => (x + y) % 3),
      0,
    );
    assert.equal(
      of((x, y) => ((x + y) % 2) * 255),
      100,
    );
    // one edge from black to white: 64 steps of a hundred
    assert.equal(
      of((x) => (x < 32 ? 0 : 255)),
      71,
    );
  });
});

describe('PDQ', () => {
  it('has 64 small hexadecimal digits, half of whose bits are set', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 2, max: 200 }),
        fc.nat(),
        (width, height, seed) => {
          const { hash } = pdqOf(waves(width, height, seed));
          assert.match(hash, /^[0-9a-f]{64}$/);
        },
      ),
      { numRuns: 30 },
    );
    assert.equal(apart(pdqOf(noise(100, 80, 3)).hash, '0'.repeat(64)), 128);
  });

  it('puts the highest frequencies first: a picture that falls off to the right and downwards has its own digits', () => {
    // only the lowest frequency is far above the median: of 256 bits the last is certainly set
    const { hash } = pdqOf(
      picture(
        64,
        64,
        (x, y) => 255 * Math.cos((Math.PI * (2 * x + 1)) / 128) * Math.cos((Math.PI * (2 * y + 1)) / 128),
      ),
    );
    assert.equal(Number.parseInt(hash.slice(-1), 16) & 1, 1);
  });

  it('stays the same when a picture is made darker or flatter', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        (seed, contrast, brighter) => {
          const before = noise(128, 96, seed);
          const after = { ...before, values: before.values.map((value) => value * contrast + brighter) };
          assert.ok(apart(pdqOf(before).hash, pdqOf(after).hash) <= 2);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('stays near when a picture is scaled, and is far from that of another', () => {
    for (let seed = 1; seed < 5; seed++) {
      const large = pdqOf(waves(384, 256, seed)).hash;
      assert.ok(apart(large, pdqOf(waves(128, 85, seed)).hash) <= 31, `seed ${seed}`);
      const other = pdqOf(waves(128, 85, seed + 9)).hash;
      assert.ok(apart(large, other) > 80, `seed ${seed}`);
    }
  });

  it('has the hashes of all eight ways to lay a picture from one transform', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        // 64 by 64 is shrunk to itself, so that turning it loses nothing
        const start = noise(64, 64, seed);
        const { hashes, quality } = pdqsOf(start);
        assert.equal(quality, pdqOf(start).quality);
        for (const turn of TURNS) assert.ok(apart(hashes[turn], pdqOf(laid(start, turn)).hash) <= 2, turn);
        assert.equal(new Set(Object.values(hashes)).size, TURNS.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe('luminance', () => {
  it('weighs red, green and blue, leaves alpha out, and takes grey as it is', () => {
    const rounded = (pixels: number[], channels: number): number[] =>
      [...luminanceOf(Uint8Array.from(pixels), channels, pixels.length / channels, 1).values].map(Math.round);
    assert.deepEqual(rounded([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], 3), [76, 150, 29, 255]);
    assert.deepEqual(rounded([255, 0, 0, 9, 10, 10, 10, 0], 4), [76, 10]);
    assert.deepEqual(rounded([7, 200], 1), [7, 200]);
    assert.deepEqual(rounded([7, 200], 2), [7]);
    assert.throws(() => luminanceOf(new Uint8Array(5), 3, 1, 2), /1 x 2 pixels of 3 bytes are not 5 bytes/);
  });
});
