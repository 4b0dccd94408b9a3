/** `kith hash` on real files. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { kith } from '../testing/cli.ts';

const PICTURES = join(import.meta.dirname, '../../../conformance/hashes');
const folder = await mkdtemp(join(tmpdir(), 'kith-cli-hash-'));
after(() => rm(folder, { recursive: true }));

describe('kith hash', () => {
  const shapes = join(PICTURES, 'shapes.png');
  const moving = join(PICTURES, 'moving.gif');

  it('gives lines that a list may be made of', async () => {
    const { code, stdout } = await kith(['hash', shapes, moving]);
    assert.equal(code, 0);
    const sha256 = createHash('sha256')
      .update(await readFile(shapes))
      .digest('hex');
    assert.ok(stdout.includes(`sha256,${sha256}\n`));
    const algorithms = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(',')[0]);
    assert.deepEqual(algorithms, ['md5', 'sha1', 'sha256', 'pdq', 'md5', 'sha1', 'sha256', 'pdq', 'pdq', 'pdq']);
    const list = join(folder, 'own.csv');
    await writeFile(list, stdout);
    assert.equal((await kith(['lists', 'check', list])).code, 0);
  });

  it('leaves out PDQ of what has too little in it, and says why of what is no picture', async () => {
    const broken = join(folder, 'broken.gif');
    await writeFile(broken, (await readFile(moving)).subarray(0, 400));
    const { code, stdout, stderr } = await kith([
      'hash',
      join(PICTURES, 'slope.png'),
      broken,
      join(folder, 'nowhere.jpg'),
    ]);
    assert.equal(code, 1);
    assert.doesNotMatch(stdout, /pdq/);
    assert.equal(stdout.trim().split('\n').length, 6);
    assert.match(stderr, /broken\.gif: the picture is cut off or damaged/);
    assert.match(stderr, /there is no file .*nowhere\.jpg: check/);
  });

  it('tells programs all that it knows', async () => {
    const { stdout } = await kith(['hash', '--json', shapes]);
    const { picture, problem } = JSON.parse(stdout);
    assert.deepEqual([picture.format, picture.width, picture.hashed.length, problem], ['png', 160, 1, null]);
    assert.match(picture.hashed[0].pdq.mirrored, /^[0-9a-f]{64}$/);
  });
});
