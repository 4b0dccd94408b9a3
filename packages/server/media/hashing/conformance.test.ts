/** Kith's hashes held against those it publishes for other languages, and against those of the reference implementation. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { z } from 'zod';
import { THRESHOLD_MAX } from '../matching/index.ts';
import { type HashedPicture, PictureHasher } from './index.ts';
import { apart } from './testing/bits.ts';
import { animation, picture, scene } from './testing/pictures.ts';

const FOLDER = join(import.meta.dirname, '../../../../conformance/hashes');
const EXPECTED = join(FOLDER, 'expected.json');
const REFERENCE = join(import.meta.dirname, '../../../../../shared/data/pdq');
/** Decoders round differently, and bits near the median turn with them. */
const BITS_MAX = 10;
/** Hashes of little quality differ by chance. */
const COMPARED_QUALITY_MIN = 80;

const hasher = new PictureHasher(1);
after(() => hasher.stop());

/** Makes the pictures. Encoders change, so it is done by hand, and the files are kept: UPDATE_HASHES=1. */
async function make(): Promise<Record<string, Buffer>> {
  const alpha = await sharp(await picture(scene({ seed: 5, width: 90, height: 150, grain: 0 }), 'png'))
    .ensureAlpha(0.4)
    .png()
    .toBuffer();
  const grey = await sharp(await picture(scene({ seed: 6, grain: 0 }), 'png'))
    .greyscale()
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return {
    'shapes.png': await picture(scene({ seed: 1, grain: 0 }), 'png'),
    'grain.png': await picture(scene({ seed: 2, width: 64, height: 64, shapes: 0, grain: 120 }), 'png'),
    'slope.png': await picture(scene({ seed: 3, shapes: 0, grain: 0 }), 'png'),
    'one-colour.png': await sharp({ create: { width: 70, height: 50, channels: 3, background: '#3a7' } })
      .png()
      .toBuffer(),
    'tiny.png': await picture(scene({ seed: 4, width: 9, height: 7, shapes: 3 }), 'png'),
    'clear.png': alpha,
    'grey.png': grey,
    'large.jpg': await picture(scene({ seed: 7, width: 1200, height: 800, shapes: 30, grain: 0 }), 'jpeg'),
    'tall.jpg': await picture(scene({ seed: 8, width: 100, height: 400 }), 'jpeg'),
    'shapes.webp': await picture(scene({ seed: 9 }), 'webp'),
    'shapes.avif': await picture(scene({ seed: 10 }), 'avif'),
    'moving.gif': await animation(
      [11, 12, 13].map((seed) => scene({ seed, grain: 0 })),
      'gif',
    ),
    'moving.webp': await animation(
      [14, 15].map((seed) => scene({ seed })),
      'webp',
    ),
  };
}

if (process.env.UPDATE_HASHES === '1') {
  mkdirSync(FOLDER, { recursive: true });
  const expected: Record<string, HashedPicture> = {};
  for (const [name, bytes] of Object.entries(await make())) {
    writeFileSync(join(FOLDER, name), bytes);
    expected[name] = await hasher.hash(bytes);
  }
  writeFileSync(EXPECTED, `${JSON.stringify(expected, null, 2)}\n`);
}

const expectations = z.record(
  z.string(),
  z.object({
    format: z.string(),
    width: z.int(),
    height: z.int(),
    frames: z.int(),
    exact: z.record(z.string(), z.string()),
    hashed: z.array(z.object({ frame: z.int(), quality: z.int(), pdq: z.record(z.string(), z.string()) })),
  }),
);

describe('the pictures of conformance/hashes', () => {
  const expected = expectations.parse(JSON.parse(readFileSync(EXPECTED, 'utf8')));
  it('are all told of', () => {
    const pictures = readdirSync(FOLDER).filter((name) => !name.endsWith('.json'));
    assert.deepEqual(pictures.sort(), Object.keys(expected).sort());
  });

  for (const [name, of] of Object.entries(expected)) {
    it(`${name} has the hashes that are published for it`, async () => {
      const { hashed, ...rest } = await hasher.hash(readFileSync(join(FOLDER, name)));
      const { hashed: published, ...others } = of;
      assert.deepEqual(rest, others);
      assert.deepEqual(
        hashed.map(({ frame }) => frame),
        published.map(({ frame }) => frame),
      );
      for (const [i, { quality, pdq }] of hashed.entries()) {
        assert.ok(Math.abs(quality - published[i].quality) <= 1);
        if (quality < COMPARED_QUALITY_MIN) continue;
        for (const [turn, hash] of Object.entries(pdq))
          assert.ok(apart(hash, published[i].pdq[turn]) <= BITS_MAX, turn);
      }
    });
  }
});

describe('the hashes that the reference implementation publishes', {
  skip: !existsSync(REFERENCE) && 'they are not there',
}, () => {
  const vectors = existsSync(REFERENCE)
    ? readFileSync(join(REFERENCE, 'vectors.csv'), 'utf8').trim().split('\n').slice(1)
    : [];
  it('are ours, to a few bits, for every picture of quality 80 or more', async (t) => {
    const bits: string[] = [];
    let compared = 0;
    for (const [name, theirs] of vectors.map((line) => line.split(','))) {
      const { hashed } = await hasher.hash(readFileSync(join(REFERENCE, name)));
      const [{ quality, pdq }] = hashed;
      bits.push(`${name} ${apart(pdq.as_is, theirs)} (quality ${quality})`);
      if (quality < COMPARED_QUALITY_MIN) continue;
      compared++;
      assert.ok(apart(pdq.as_is, theirs) <= BITS_MAX, bits.at(-1));
    }
    t.diagnostic(bits.join(', '));
    assert.ok(compared >= 8, `${compared} were compared`);
  });

  it('are near ours of a picture that was turned by a quarter or mirrored, taken from the picture as it was', async () => {
    const [{ pdq }] = (await hasher.hash(readFileSync(join(REFERENCE, 'bridge-1-original.jpg')))).hashed;
    // both are files of their own, turned, saved anew and hashed by the reference implementation
    for (const [name, turn] of [
      ['bridge-2-rotate-90.jpg', 'left'],
      ['bridge-6-flipy.jpg', 'mirrored'],
    ] as const) {
      const theirs = vectors.find((line) => line.startsWith(name))?.split(',')[1] ?? '0';
      for (const [ours, hash] of Object.entries(pdq)) {
        const bits = apart(hash, theirs);
        assert.ok(ours === turn ? bits <= THRESHOLD_MAX : bits > 2 * THRESHOLD_MAX, `${name} ${ours} ${bits}`);
      }
    }
  });
});
