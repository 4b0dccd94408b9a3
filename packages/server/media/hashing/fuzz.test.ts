/** Broken files, by the hundred: whatever comes, there is an answer, and the process that reads them goes on as before. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { numbers } from '../matching/testing/hashes.ts';
import { FORMATS } from './format.ts';
import { HashingError, PictureHasher } from './index.ts';
import { animation, picture, scene } from './testing/pictures.ts';

const FILES_A_KIND = 60;
const ROUNDS = 3;
/** What a process may hold more after the last round than after the first, MB: fragments, where a leak of one picture a file would be 60. */
const GROWTH_MAX_MB = 30;

type Next = () => number;

/** Ways to break a file; each leaves its first bytes, or it would not be taken for a picture at all. */
const KEPT = 16;
const BREAKS: readonly ((file: Buffer, next: Next) => Buffer)[] = [
  function turnsBits(file, next) {
    for (let i = 0; i < 1 + (next() % 20); i++) file[KEPT + (next() % (file.length - KEPT))] ^= 1 << (next() % 8);
    return file;
  },
  function cutsOff(file, next) {
    return file.subarray(0, KEPT + (next() % (file.length - KEPT)));
  },
  function takesOut(file, next) {
    const at = KEPT + (next() % (file.length - KEPT));
    return Buffer.concat([file.subarray(0, at), file.subarray(at + (next() % 200))]);
  },
  function repeats(file, next) {
    const at = KEPT + (next() % (file.length - KEPT));
    return Buffer.concat([file.subarray(0, at), file.subarray(KEPT)]);
  },
  function fillsIn(file, next) {
    const at = KEPT + (next() % (file.length - KEPT));
    return file.fill([0, 255, 0x7f][next() % 3], at, Math.min(file.length, at + (next() % 300)));
  },
  function writesLargeNumbers(file, next) {
    // among the headers, where lengths and sizes stand
    const at = KEPT + (next() % Math.min(200, file.length - KEPT - 4));
    file.writeUInt32BE([0xffffffff, 0x7fffffff, 0x00010000, 0][next() % 4], at);
    return file;
  },
];

describe('broken files', () => {
  const hasher = new PictureHasher(1);
  after(() => hasher.stop());

  it('get hashes or a reason, without a crash, a hang or memory that grows', async (t) => {
    const sound = new Map<string, Buffer>();
    for (const format of FORMATS) sound.set(format, await picture(scene({ width: 90, height: 70 }), format));
    const scenes = [1, 2, 3].map((seed) => scene({ seed, width: 50, height: 40 }));
    for (const format of ['gif', 'webp'] as const) sound.set(`moving ${format}`, await animation(scenes, format));

    const counts = new Map<string, number>();
    const held_MB: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const next = numbers(77);
      for (const [kind, file] of sound) {
        for (let i = 0; i < FILES_A_KIND; i++) {
          const broken = BREAKS[i % BREAKS.length](Buffer.from(file), next);
          const ended = await hasher.hash(broken).then(
            () => 'hashed',
            (error) => {
              assert.ok(error instanceof HashingError, `${kind} ${i}: ${error}`);
              return error.code;
            },
          );
          counts.set(ended, (counts.get(ended) ?? 0) + 1);
        }
      }
      held_MB.push(hasher.memory_MB);
    }
    t.diagnostic(`${JSON.stringify(Object.fromEntries(counts))}, MB held after each round: ${held_MB.map(Math.round)}`);
    assert.equal(hasher.restarts, 0);
    assert.deepEqual(
      [...counts.keys()].filter((ended) => !['hashed', 'damaged', 'too_many_pixels', 'not_a_picture'].includes(ended)),
      [],
    );
    assert.ok(
      (counts.get('damaged') ?? 0) > 100 && (counts.get('hashed') ?? 0) > 100,
      'the files were broken, and not only so',
    );
    assert.ok(held_MB[ROUNDS - 1] - held_MB[0] < GROWTH_MAX_MB, `${held_MB}`);
  });
});
