/** `kith measures export`: the record of a day as a file, the same bytes whenever somebody asks. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '../ground/config/index.ts';
import { countHalfYear } from '../measures/transparency/testing/counted.ts';
import { openRecords } from '../stores.ts';
import { kith } from '../testing/cli.ts';

let folder: string;
let store: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-cli-export-'));
  store = join(folder, 'kith');
  const { records, close } = await openRecords(readConfig({ flags: { folder: store } }).config);
  await countHalfYear(records);
  await close();
});
after(() => rm(folder, { recursive: true, force: true }));

const exported = (name: string, ...args: string[]) =>
  kith(['measures', 'export', ...args, '--out', join(folder, name), '--folder', store]);
const DAY = ['--day', '2026-03-31'];

describe('kith measures export', () => {
  it('writes each form, says how many bytes, and gives the same bytes again', async () => {
    const begins = { html: '<!doctype html>', pdf: '%PDF-', csv: '', json: '{' };
    for (const [format, start] of Object.entries(begins)) {
      const names = [`one.${format}`, `two.${format}`] as const;
      const one = await exported(names[0], ...DAY, '--format', format);
      assert.equal(one.code, 0, one.stderr);
      const bytes = await readFile(join(folder, names[0]));
      assert.ok(bytes.toString('latin1').toLowerCase().startsWith(start.toLowerCase()), format);
      assert.equal(one.stdout, `${join(folder, names[0])}: ${bytes.length} bytes\n`);
      await exported(names[1], ...DAY, '--format', format);
      assert.ok(bytes.equals(await readFile(join(folder, names[1]))), format);
    }
  });

  it('has the counts up to that day and none after it, with the hash of what it says', async () => {
    const file = JSON.parse(await readFile(join(folder, 'one.json'), 'utf8'));
    const text = JSON.stringify(file.document);
    assert.equal(file.sha256, createHash('sha256').update(text).digest('hex'));
    assert.match(text, /2026-03-11/);
    assert.doesNotMatch(text, /2026-04-11/);
  });

  it('never writes over a file that is there', async () => {
    const before = await readFile(join(folder, 'one.json'));
    const again = await exported('one.json', ...DAY, '--format', 'json');
    assert.notEqual(again.code, 0);
    assert.match(again.stderr, /one\.json/);
    assert.ok(before.equals(await readFile(join(folder, 'one.json'))));
  });

  it('refuses a day that is not over and counted, and forms that there are not, and leaves no file', async () => {
    const early = await exported('early.html', '--day', '2026-07-01');
    assert.equal(early.code, 2);
    assert.match(early.stderr, /2026-07-01/);
    const form = await exported('form.doc', ...DAY, '--format', 'doc');
    assert.equal(form.code, 64);
    assert.match(form.stderr, /--format/);
    const files = await readdir(folder);
    assert.ok(!files.includes('early.html') && !files.includes('form.doc'), files.join(' '));
  });
});
