import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TURNS } from '@kith/engine';
import sharp from 'sharp';
import { FORMATS } from './format.ts';
import { exactHashesOf, HashingError, type HashingFailure, PictureHasher } from './index.ts';
import { BYTES_MAX, FRAMES_MAX, type HashingLimits, MEMORY_KEPT_MAX_MB, PIXELS_MAX } from './limits.ts';
import { framesOf } from './read-picture.ts';
import { apart } from './testing/bits.ts';
import { animation, picture, scene } from './testing/pictures.ts';

const opened: PictureHasher[] = [];
afterEach(() => {
  for (const hasher of opened.splice(0)) hasher.stop();
});

function hasherOf(limits: Partial<HashingLimits> = {}, processes = 1): PictureHasher {
  const hasher = new PictureHasher(processes, limits);
  opened.push(hasher);
  return hasher;
}

const failsWith = (hashing: Promise<unknown>, code: HashingFailure): Promise<void> =>
  assert.rejects(hashing, (error) => error instanceof HashingError && error.code === code && error.message !== '');

describe('hashing a picture', () => {
  it('gives the exact hashes of its bytes, and PDQ of what it shows, nearly the same in every format', async () => {
    const hasher = hasherOf();
    const of = scene({ width: 320, height: 240, grain: 3 });
    const seen = new Map<string, string>();
    for (const format of FORMATS) {
      const bytes = await picture(of, format);
      const hashed = await hasher.hash(bytes, `image/${format}`);
      assert.deepEqual([hashed.format, hashed.width, hashed.height, hashed.frames], [format, 320, 240, 1]);
      for (const [algorithm, hex] of Object.entries(hashed.exact)) {
        assert.equal(hex, createHash(algorithm).update(bytes).digest('hex'));
      }
      assert.deepEqual(hashed.exact, exactHashesOf(bytes));
      const [{ frame, quality, pdq }] = hashed.hashed;
      assert.deepEqual([frame, Object.keys(pdq).sort()], [0, [...TURNS].sort()]);
      assert.ok(quality >= 80);
      seen.set(format, pdq.as_is);
    }
    for (const [format, hash] of seen) assert.ok(apart(hash, seen.get('png') ?? '') <= 20, format);
  });

  it('hashes the frames of an animation, of a long one some from the first to the last', async () => {
    const hasher = hasherOf();
    const scenes = Array.from({ length: FRAMES_MAX + 9 }, (_, seed) =>
      scene({ seed, width: 64, height: 64, grain: 0 }),
    );
    for (const format of ['gif', 'webp'] as const) {
      const { frames, hashed } = await hasher.hash(await animation(scenes, format));
      assert.equal(frames, scenes.length);
      assert.deepEqual(
        hashed.map(({ frame }) => frame),
        framesOf(scenes.length),
      );
      for (const at of [0, FRAMES_MAX - 1]) {
        const alone = await hasher.hash(await picture(scenes[hashed[at].frame], 'png'));
        assert.ok(apart(hashed[at].pdq.as_is, alone.hashed[0].pdq.as_is) <= 31, `${format} ${at}`);
      }
    }
    assert.deepEqual(framesOf(3), [0, 1, 2]);
    const spread = framesOf(1000);
    assert.deepEqual([spread.length, spread[0], spread.at(-1), new Set(spread).size], [FRAMES_MAX, 0, 999, FRAMES_MAX]);
  });

  it('reads a file of sixteen bits a colour, of a palette, of CMYK and of grey like any other', async () => {
    const hasher = hasherOf();
    const plain = await picture(scene({ grain: 0 }), 'png');
    const { hashed } = await hasher.hash(plain);
    const same = {
      deep: await sharp(plain).toColourspace('rgb16').png().toBuffer(),
      palette: await sharp(plain).png({ palette: true }).toBuffer(),
      cmyk: await sharp(plain).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
    };
    for (const [kind, bytes] of Object.entries(same)) {
      const other = await hasher.hash(bytes);
      assert.ok(apart(other.hashed[0].pdq.as_is, hashed[0].pdq.as_is) <= 31, kind);
    }
    const grey = await hasher.hash(await sharp(plain).greyscale().png().toBuffer());
    assert.equal(grey.hashed.length, 1);
  });
});

describe('a file that is no sound picture', () => {
  it('gets its reason when it is empty, too large, of another kind or of another kind than it is said to be', async () => {
    const hasher = hasherOf();
    const png = await picture(scene(), 'png');
    await failsWith(hasher.hash(new Uint8Array(0)), 'empty');
    await failsWith(hasher.hash(Buffer.concat([png, Buffer.alloc(BYTES_MAX)])), 'too_many_bytes');
    for (const other of [
      '%PDF-1.7',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'II*\0',
      'MZ',
      '\0\0\0\x18ftypheic',
    ]) {
      await failsWith(hasher.hash(Buffer.from(other.padEnd(64, '\0'), 'latin1')), 'not_a_picture');
    }
    await failsWith(hasher.hash(png, 'image/jpeg'), 'mislabelled');
    await failsWith(hasher.hash(png, 'video/mp4'), 'mislabelled');
    for (const fitting of ['image/png', 'IMAGE/PNG; q=1', 'application/octet-stream']) {
      assert.equal((await hasher.hash(png, fitting)).format, 'png');
    }
  });

  it('gets its reason when it is cut off, in every format', async () => {
    const hasher = hasherOf();
    for (const format of FORMATS) {
      const bytes = await picture(scene({ width: 300, height: 300 }), format);
      for (const share of [0.1, 0.5, 0.9]) {
        await failsWith(hasher.hash(bytes.subarray(0, Math.floor(bytes.length * share))), 'damaged');
      }
    }
    assert.equal(hasher.restarts, 0);
  });

  it('gets its reason when it is a bomb: a few bytes that say they are a vast picture', async () => {
    const hasher = hasherOf();
    const side = Math.ceil(Math.sqrt(PIXELS_MAX)) + 1;
    const black = sharp({ create: { width: side, height: side, channels: 3, background: 'black' } });
    const bomb = await black.toColourspace('b-w').png().toBuffer();
    assert.ok(bomb.length < 1024 * 1024);
    await failsWith(hasher.hash(bomb), 'too_many_pixels');
    const jpeg = await picture(scene({ width: 16, height: 16 }), 'jpeg');
    // what begins the frame: its marker, length and precision, then its height and width
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt32BE(0xea60ea60, frame + 5);
    await failsWith(hasher.hash(jpeg), 'too_many_pixels');
    const png = await picture(scene({ width: 10, height: 10 }), 'png');
    png.writeUInt32BE(0x7fffffff, 16);
    await failsWith(hasher.hash(png), 'damaged');
    assert.equal(hasher.restarts, 0);
  });
});

describe('the process that reads pictures', () => {
  it('is ended when it hangs, and another reads what comes next', async () => {
    const hasher = hasherOf({ timeMax_ms: 2_000 });
    const png = await picture(scene(), 'png');
    await hasher.hash(png);
    process.kill(hasher.pids[0], 'SIGSTOP');
    const [hangs, next] = [hasher.hash(png), hasher.hash(png)];
    await failsWith(hangs, 'timed_out');
    assert.equal((await next).format, 'png');
    assert.equal(hasher.restarts, 1);
  });

  it('takes only its own picture with it when it dies', async () => {
    const hasher = hasherOf();
    const png = await picture(scene(), 'png');
    await hasher.hash(png);
    process.kill(hasher.pids[0], 'SIGSTOP');
    const [dies, next] = [hasher.hash(png), hasher.hash(png)];
    process.kill(hasher.pids[0], 'SIGKILL');
    await failsWith(dies, 'crashed');
    assert.equal((await next).format, 'png');
    // and one that dies while nobody needs it is not missed
    process.kill(hasher.pids[0], 'SIGKILL');
    while (hasher.pids.length > 0) await sleep(5);
    assert.equal((await hasher.hash(png)).format, 'png');
  });

  it('is ended when it takes too much memory', async () => {
    const hasher = hasherOf({ memoryMax_MB: 160 });
    // a progressive picture is held whole while it is read
    const { data, info } = await sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: '#888' } })
      .jpeg({ progressive: true })
      .toBuffer({ resolveWithObject: true });
    assert.ok(info.width * info.height < PIXELS_MAX);
    await failsWith(hasher.hash(data), 'out_of_memory');
    assert.equal((await hasher.hash(await picture(scene(), 'png'))).format, 'png');
    assert.equal(hasher.restarts, 1);
  });

  it('stays within its memory for the largest picture there may be', async () => {
    const hasher = hasherOf();
    const side = Math.floor(Math.sqrt(PIXELS_MAX));
    const largest = sharp({ create: { width: side, height: side, channels: 3, background: '#888' } });
    const { width } = await hasher.hash(
      await largest.jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
    );
    assert.equal(width, side);
    await hasher.hash(await picture(scene(), 'png'));
    assert.ok(hasher.memory_MB < MEMORY_KEPT_MAX_MB);
  });

  it('does not know what Kith knows, nor outlives it', async () => {
    const hasher = hasherOf();
    await hasher.hash(await picture(scene(), 'png'));
    const [pid] = hasher.pids;
    if (process.platform === 'linux') {
      const { readFileSync } = await import('node:fs');
      const known = readFileSync(`/proc/${pid}/environ`, 'latin1')
        .split('\0')
        .filter((line) => line !== '');
      assert.ok(
        known.every((line) => line.startsWith('NODE_CHANNEL_')),
        known.join(' '),
      );
    }
    hasher.stop();
    const isThere = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (isThere()) await sleep(5);
  });
});

describe('what waits', () => {
  it('is bounded, is read in its order, and each file gets an answer', async () => {
    const hasher = hasherOf({ queueFilesMax: 3 }, 1);
    const pictures = await Promise.all(
      [1, 2, 3, 4, 5].map((seed) => picture(scene({ seed, width: 40, height: 40 }), 'png')),
    );
    const done: number[] = [];
    const all = pictures.map(async (bytes, i) => {
      await hasher.hash(bytes);
      done.push(i);
    });
    assert.equal(hasher.waiting, 3);
    const settled = await Promise.allSettled(all);
    await failsWith(all[4], 'queue_full');
    assert.deepEqual(
      settled.map(({ status }) => status === 'fulfilled'),
      [true, true, true, true, false],
    );
    assert.deepEqual(done, [0, 1, 2, 3]);
  });

  it('is told when Kith stops', async () => {
    const hasher = hasherOf({}, 1);
    const png = await picture(scene(), 'png');
    const waiting = [hasher.hash(png), hasher.hash(png)];
    hasher.stop();
    for (const one of waiting) await failsWith(one, 'stopped');
    await failsWith(hasher.hash(png), 'stopped');
    assert.deepEqual(hasher.pids, []);
  });

  it('is read by several processes at once', async () => {
    const hasher = hasherOf({}, 2);
    const png = await picture(scene(), 'png');
    await Promise.all(Array.from({ length: 10 }, () => hasher.hash(png)));
    assert.equal(hasher.pids.length, 2);
  });
});
