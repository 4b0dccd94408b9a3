/** Folding with the shipped cues: what is hidden is read, and what hides nothing stays as it is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Folder, wordsOf } from '@kith/engine';
import { parse } from 'yaml';
import { z } from 'zod';
import { openTextReader } from './index.ts';
import { loadShippedCues } from './load.ts';

const read = <S extends z.ZodType>(name: string, schema: S): z.output<S> =>
  schema.parse(parse(readFileSync(new URL(`testing/${name}`, import.meta.url), 'utf8')));

const evasions = read(
  'evasions.yaml',
  z.array(z.strictObject({ kind: z.string(), plain: z.string(), hidden: z.string() })),
);
const benign = read('benign-scripts.yaml', z.array(z.strictObject({ language: z.string(), text: z.string() })));

const opened = openTextReader([]);
assert.ok(opened.ok);
const { reader } = opened;
const folder = new Folder(loadShippedCues().lexicon);

const cuesOf = (text: string) => reader.explain(text).cues.map(({ name }) => name);

describe('hidden spellings', () => {
  it('are listed: at least 60, of at least 10 kinds, each of a phrase that is a cue', () => {
    assert.ok(evasions.length >= 60);
    assert.ok(new Set(evasions.map(({ kind }) => kind)).size >= 10);
    assert.deepEqual(
      evasions.filter(({ plain }) => cuesOf(plain).length === 0).map(({ plain }) => plain),
      [],
    );
  });

  it('are read as what they hide, at least 95 in 100', (t) => {
    const missed = evasions.filter(({ plain, hidden }) => !cuesOf(plain).every((cue) => cuesOf(hidden).includes(cue)));
    for (const { kind, hidden } of missed) t.diagnostic(`missed (${kind}): ${hidden}`);
    t.diagnostic(`${evasions.length - missed.length} of ${evasions.length} recovered`);
    assert.ok(missed.length / evasions.length <= 0.05, `${missed.length} of ${evasions.length} missed`);
  });
});

describe('benign text in many scripts', () => {
  for (const { language, text } of benign) {
    it(`is not changed beyond NFKC and case (${language})`, () => {
      // what a word is made of, by the language itself: letters, marks, digits, and joiners inside
      const words = text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').replace(/['’]/g, '');
      const expected = (words.match(/[\p{L}\p{M}\p{Nd}\u200c\u200d]+/gu) ?? []).join('');
      assert.equal(wordsOf(folder.fold(text)).join(''), expected);
    });
  }
});
