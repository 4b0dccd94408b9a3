import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { evidenceCode } from '@kith/contract';
import { parse } from 'yaml';
import { formatProblems } from '../ground/yaml/index.ts';
import { cueFile } from './cue-file.ts';
import { checkCues, openTextReader } from './index.ts';
import { loadCues, shippedCueFiles } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-cues-'));
after(() => rmSync(folder, { recursive: true }));

let files = 0;
function own(text: string): string {
  const path = join(folder, `${++files}.yaml`);
  writeFileSync(path, text);
  return path;
}

function problemsOf(text: string): string {
  const loaded = loadCues([own(text)]);
  assert.ok(!loaded.ok);
  return formatProblems(loaded.problems).replaceAll(folder, '');
}

describe('the shipped cues', () => {
  const shipped = shippedCueFiles().map((path) => cueFile.parse(parse(readFileSync(path, 'utf8'))));

  it('are of two languages of different scripts', () => {
    assert.deepEqual(
      shipped.map(({ language }) => language),
      ['en', 'uk'],
    );
  });

  it('say of every code what it means, where its cues come from, and the same weight, cap and half-life', () => {
    for (const code of evidenceCode.options) {
      const said = shipped.map(({ codes }) => codes?.[code]);
      for (const one of said) assert.ok(one?.means !== undefined && one.source !== undefined, code);
      const numbers = said.map((one) => [one?.weight, one?.cap, one?.halfLifeDays]);
      assert.deepEqual(numbers[0], numbers[1], code);
      assert.ok((said[0]?.cap ?? 0) >= (said[0]?.weight ?? 0) * 1.5, `${code}: one strong cue is within the cap`);
    }
  });
});

describe("an operator's cue file", () => {
  it('adds cues, changes the weight of a code in every language, and switches cues off', () => {
    const opened = openTextReader([
      own(`language: en
off: [en/GIFT/offer]
codes:
  SECRECY:
    weight: 0.5
    cues:
      hush: { phrases: [hush hush now], strength: strong }`),
    ]);
    assert.ok(opened.ok);
    const read = (text: string) => opened.reader.read(text).evidence;
    assert.deepEqual(read('hush hush now'), [{ code: 'SECRECY', cue: 'en/SECRECY/hush', weight: 0.75 }]);
    assert.equal(read('це наш секрет')[0]?.weight, 0.5);
    assert.ok(read('free robux').every(({ cue }) => cue !== 'en/GIFT/offer'));
    assert.equal(opened.reader.settings.SECRECY.cap, 3.5);
  });

  for (const [what, text, said] of [
    ['a code that is none', 'language: en\ncodes:\n  SECRET: {}', /:3:3 codes.SECRET/],
    [
      'a weight that is none',
      'language: en\ncodes:\n  GIFT:\n    weight: heavy',
      /:4:5 codes.GIFT.weight: .*expected number/,
    ],
    [
      'a name that is misspelt',
      'language: en\ncodes:\n  GIFT:\n    wieght: 1',
      /:4:5 .*wieght.* did you mean weight\?/,
    ],
    [
      'a phrase that is wrong',
      'language: en\ncodes:\n  GIFT:\n    cues:\n      a-cue:\n        phrases:\n          - fine\n          - (a|b',
      /:8:13 codes.GIFT.cues.a-cue.phrases\[1\]: "\(" has no "\)"/,
    ],
    [
      'a cue without phrases',
      'language: en\ncodes:\n  GIFT:\n    cues:\n      a-cue: {}',
      /:5:7 .*needs phrases: or all:/,
    ],
    [
      'a cue that is not there switched off',
      'language: en\noff: [en/GIFT/offers]',
      /:2:7 off\[0\]: there is no cue en\/GIFT\/offers/,
    ],
    [
      'a code that is none',
      'language: en\ncodes:\n  SECRET: {}',
      /:3:3 codes\.SECRET: is not a known name: did you mean SECRECY\?/,
    ],
    ['what is no YAML', 'language: [en', /is not valid YAML/],
  ] as const) {
    it(`is refused with file, line and what was expected: ${what}`, () => assert.match(problemsOf(text), said));
  }

  it('can be written as docs/DETECTION.md shows', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/DETECTION.md'), 'utf8');
    const [, shown = ''] = /```yaml\n(language: [\s\S]*?)```/.exec(page) ?? [];
    const opened = openTextReader([own(shown)]);
    assert.ok(opened.ok, opened.ok ? '' : formatProblems(opened.problems));
    assert.deepEqual(
      opened.reader.explain('keep it hush ok').cues.find(({ counted }) => counted)?.name,
      'en/SECRECY/our-slang',
    );
  });

  it('is refused whole: nothing of it counts', () => {
    const path = own(
      'language: en\ncodes:\n  GIFT:\n    cues:\n      good: { phrases: [a good one] }\n      bad: { phrases: ["(a"] }',
    );
    assert.equal(openTextReader([path]).ok, false);
  });

  it('is shown with what holds for each code', () => {
    const checked = checkCues([
      own('language: en\ncodes:\n  GIFT:\n    cap: 1\n    cues:\n      a-cue: { phrases: [a b, c d] }'),
    ]);
    assert.ok(checked.ok);
    const gift = checked.contents.find(({ code }) => code === 'GIFT');
    assert.deepEqual([gift?.cap, gift?.cues, gift?.phrases], [1, 1, 2]);
  });
});
