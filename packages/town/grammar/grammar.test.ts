import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { actNames } from '../acts/acts.ts';
import { splits, utterances } from '../index.ts';
import { chance } from '../random.ts';
import { compileLine } from './compile.ts';
import { Grammar, grammarsUttered } from './grammar.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));

/** What no grammar may say, in any of its languages: nothing in the town is sexual, whatever the act is. */
const FORBIDDEN =
  /sex|nud(e|ist)|naked|undress|underwear|lingerie|\bbra\b|\bpanties|kiss|\bbod(y|ies)\b|breast|erotic|porn|секс|гол[аоиі]\b|оголен|роздягн|білизн|поцілу|еротик|nackt|unterwäsche|ausziehen|küss|körper|desnud|bragas|sujetador|ropa interior|\bbes(o|arte)s? en|erótic/i;

describe('a grammar', () => {
  it('has lines for every act, each of which is neutral', () => {
    assert.equal(files.length, 8);
    for (const name of files) {
      const grammar = new Grammar(name.replace('.yaml', ''));
      const random = chance(name);
      for (const act of actNames) {
        for (let i = 0; i < 40; i++) {
          const line = grammar.say(act, random, { handle: 'nova12', age: '14' });
          assert.ok(line.trim().length > 0 && !/[{}|]/.test(line), `${name} ${act}: ${line}`);
        }
      }
      assert.doesNotMatch(readFileSync(`${import.meta.dirname}/${name}`, 'utf8'), FORBIDDEN, name);
    }
  });

  it('is used in one split only, and every one is used', () => {
    const used = splits.flatMap((split) => [...grammarsUttered(split)]).map(({ name }) => `${name}.yaml`);
    assert.deepEqual(used.sort(), files.sort());
  });

  it('is refused where a line is not well formed, and says which', () => {
    const words = new Map();
    for (const line of ['a {b', 'a } b', 'a {nothing} b']) {
      assert.throws(() => compileLine(line, words, new Set()), new RegExp(line.replace(/[{}]/g, '\\$&')));
    }
    const line = compileLine('{a|b{c|d}} {age}', words, new Set(['age']));
    const said = new Set(Array.from({ length: 100 }, (_, i) => line(chance(`${i}`), { age: '7' })));
    assert.deepEqual([...said].sort(), ['a 7', 'bc 7', 'bd 7']);
  });
});

describe('utterances', () => {
  it('are the same for the same seed, in the languages of their split, with their act', () => {
    const lines = (seed: string) => [...utterances({ split: 'training', seed, count: 3000 })];
    assert.deepEqual(lines('a'), lines('a'));
    assert.notDeepEqual(lines('a'), lines('b'));
    const codes = new Set(lines('a').map(({ code }) => code));
    assert.equal(codes.size, 12);
    assert.deepEqual([...new Set(lines('a').map(({ language }) => language))].sort(), ['en', 'uk']);
    const offending = lines('a').filter(({ code }) => code !== null).length;
    assert.ok(offending > 700 && offending < 1100, `${offending}`);
  });
});
