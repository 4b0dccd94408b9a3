import assert from 'node:assert/strict';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Cutter, LINE_BYTES_MAX, type Line, linesOf } from './lines.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-lines-'));
});
after(() => rm(folder, { recursive: true }));

async function read(bytes: Uint8Array): Promise<Line[]> {
  const path = join(folder, 'list');
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    const lines: Line[] = [];
    for await (const some of linesOf(file)) lines.push(...some);
    return lines;
  } finally {
    await file.close();
  }
}

describe('lines of a file', () => {
  it('have their numbers, whatever ends them, and empty ones count', async () => {
    const expected = [
      { number: 1, text: 'a' },
      { number: 3, text: 'b' },
      { number: 4, text: 'c' },
    ];
    assert.deepEqual(await read(Buffer.from('\ufeffa\r\n\nb\nc')), expected);
    assert.deepEqual(await read(gzipSync('a\n \nb\nc\n')), expected);
    assert.deepEqual(await read(Buffer.alloc(0)), []);
  });

  it('are null where they are too long, and those after them are read', async () => {
    const long = 'x'.repeat(LINE_BYTES_MAX + 1);
    assert.deepEqual(await read(Buffer.from(`a\n${long}\nb\n${long}`)), [
      { number: 1, text: 'a' },
      { number: 2, text: null },
      { number: 3, text: 'b' },
      { number: 4, text: null },
    ]);
  });

  it('are not read from a compressed file that is damaged', async () => {
    const whole = gzipSync('some line\n'.repeat(1_000));
    await assert.rejects(read(whole.subarray(0, whole.length - 20)), { code: 'compressed_badly' });
    await assert.rejects(read(Buffer.concat([whole.subarray(0, 10), Buffer.alloc(90, 7)])), {
      code: 'compressed_badly',
    });
  });

  it('are the same however the file is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'bb', '\n', '\r\n', 'é', '')), fc.nat(9), (pieces, size) => {
        const bytes = Buffer.from(pieces.join(''));
        const cut = (step: number): Line[] => {
          const cutter = new Cutter();
          const lines: Line[] = [];
          for (let at = 0; at < bytes.length; at += step) lines.push(...cutter.add(bytes.subarray(at, at + step)));
          return [...lines, ...cutter.end()];
        };
        assert.deepEqual(cut(size + 1), cut(bytes.length + 1));
      }),
    );
  });
});
