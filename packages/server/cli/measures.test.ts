/** `kith measures`, as a compliance officer runs it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { kith } from '../testing/cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-cli-measures-'));
after(() => rm(folder, { recursive: true }));
const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

describe('kith measures', () => {
  it('asks, takes the answers, and says which measures apply and why', async () => {
    const { stdout: questions } = await kith(['measures', 'questions']);
    const empty = await kith(['measures', 'list', await file('empty.yaml', questions)]);
    assert.equal(empty.code, 0, empty.stderr);
    assert.match(
      empty.stdout,
      /A1 +Annual review[^\n]*\n +open \(large not answered\); wording paraphrase: to be checked/,
    );
    const answered = questions.replace(/^( {2}large):$/m, '$1: true').replace(/^( {2}grooming):$/m, '$1: high');
    const told = await kith(['measures', 'list', await file('service.yaml', answered)]);
    assert.match(told.stdout, /A1 +Annual review[^\n]*\n +applies \(large yes\)/);
    assert.match(told.stdout, /proposals: nobody has to do these yet/);
    assert.doesNotMatch(told.stdout, /\bmet\b|compliant/i);
  });

  it('refuses answers to what nobody asked, and says where', async () => {
    const wrong = await kith(['measures', 'list', await file('wrong.yaml', 'facts:\n  lrage: true\n')]);
    assert.equal(wrong.code, 78);
    assert.match(wrong.stderr, /wrong\.yaml:2:\d+ .*lrage/);
  });

  it('says what a new version of a code changes', async () => {
    const icu = await readFile(join(import.meta.dirname, '../measures/registry/icu.yaml'), 'utf8');
    const next = icu.replace('title: Swift take-down', 'title: Very swift take-down').replace('id: J2', 'id: J9');
    const { code, stdout } = await kith(['measures', 'compare', await file('next.yaml', next)]);
    assert.equal(code, 0);
    for (const line of ['+ J9 Disabling comments', '- J2 Disabling comments', '~ C2 Very swift take-down: title'])
      assert.ok(stdout.includes(`${line}\n`), line);
    const other = await kith(['measures', 'compare', await file('other.yaml', icu.replace('code: ICU', 'code: XYZ'))]);
    assert.equal(other.code, 2);
  });
});
