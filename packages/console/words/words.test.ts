import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';
import { formatsOf, inUnits } from './formats.ts';
import welsh from './words.cy.json' with { type: 'json' };
import english from './words.en.json' with { type: 'json' };
import { LANGUAGES, LOCALE, languageOf, sayIn } from './words.ts';

const files: Record<string, Record<string, string>> = { en: english, cy: welsh };

/** Names of a message's placeholders, wherever they are. */
function placeholders(message: string, locale: string): string[] {
  const names = new Set<string>();
  const visit = (elements: unknown): void => {
    if (Array.isArray(elements)) for (const element of elements) visit(element);
    else if (typeof elements === 'object' && elements !== null) {
      if ('type' in elements && Number(elements.type) >= 1 && 'value' in elements && Number(elements.type) !== 7) {
        names.add(String(elements.value));
      }
      for (const inner of Object.values(elements)) visit(inner);
    }
  };
  visit(new IntlMessageFormat(message, locale).getAst());
  return [...names].sort();
}

describe("the console's words", () => {
  it('have the same keys in every language, none of them empty', () => {
    assert.deepEqual(Object.keys(welsh).sort(), Object.keys(english).sort());
    for (const [language, words] of Object.entries(files)) {
      for (const [key, text] of Object.entries(words)) assert.ok(text.trim() !== '', `${language} ${key}`);
    }
  });

  it('have the same placeholders in every language', () => {
    for (const [key, message] of Object.entries(english)) {
      assert.deepEqual(placeholders(files.cy?.[key] ?? '', 'cy'), placeholders(message, 'en'), key);
    }
  });

  it('are Welsh in Welsh: hardly any says the same as in English', () => {
    const same = Object.entries(english).filter(([key, text]) => files.cy?.[key] === text && /[a-z]{3}/i.test(text));
    assert.ok(same.length / Object.keys(english).length < 0.02, same.map(([key]) => key).join(' '));
  });

  it('are all used, and all that is used is there', () => {
    const sources = globSync('**/*.{ts,tsx}', {
      cwd: join(import.meta.dirname, '..'),
      exclude: ['dist', 'node_modules'],
    })
      .filter((path) => !path.endsWith('.test.ts'))
      .map((path) => readFileSync(join(import.meta.dirname, '..', path), 'utf8'))
      .join('\n');
    const isUsed = (key: string): boolean => {
      if (sources.includes(`'${key}'`)) return true;
      // `kind.${kind}`: types say that each of them is there; or named('status', status), or a list that a table names
      const lists = [...key.matchAll(/\./g)].map(({ index }) => key.slice(0, index));
      return lists.some(
        (list) =>
          sources.includes(`\`${list}.$\{`) ||
          sources.includes(`named('${list}',`) ||
          (list.includes('.') && sources.includes(`'${list}'`)),
      );
    };
    assert.deepEqual(
      Object.keys(english).filter((key) => !isUsed(key)),
      [],
    );
  });

  it('count as each language does', () => {
    const en = sayIn(english, 'en');
    assert.equal(en('queue.waiting', { count: 1 }), '1 case waits');
    assert.equal(en('queue.waiting', { count: 1234 }), '1,234 cases wait');
    assert.equal(en('case.free'), 'Nobody holds it');
  });

  it('are in the language that is asked for, else in English', () => {
    assert.equal(languageOf('cy'), 'cy');
    assert.equal(languageOf('CY-gb'), 'cy');
    for (const other of ['fr', '', null, undefined]) assert.equal(languageOf(other), 'en');
  });
});

describe('times and numbers', () => {
  it('are said in the largest unit of which there is at least one', () => {
    assert.deepEqual(inUnits(-59), { value: -59, unit: 'second' });
    assert.deepEqual(inUnits(60), { value: 1, unit: 'minute' });
    assert.deepEqual(inUnits(-7_199), { value: -1, unit: 'hour' });
    assert.deepEqual(inUnits(86_400 * 3), { value: 3, unit: 'day' });
  });

  it('are written as where the reader lives', () => {
    const now = Date.parse('2026-01-02T12:00:00Z');
    for (const language of LANGUAGES) {
      const formats = formatsOf(LOCALE[language]);
      assert.equal(formats.number(1234567), '1,234,567');
      assert.match(formats.points(1.25), /^\+1\.3$/);
      assert.ok(formats.ago('2026-01-02T11:00:00Z', now).length > 3);
      assert.notEqual(formats.short('2026-01-01T11:00:00Z', now), formats.short('2026-01-02T11:00:00Z', now));
    }
  });

  it('are Welsh in Welsh, whatever the browser knows of it', () => {
    const { moment, day, ago } = formatsOf(LOCALE.cy);
    const now = Date.parse('2026-11-26T12:00:00Z');
    const in_s = (seconds: number) => ago(new Date(now + seconds * 1000).toISOString(), now);
    assert.match(moment('2026-11-26T12:05:00Z'), /^2\d Tach 2026, \d\d:05$/);
    assert.match(day('2026-02-10T12:05:00Z'), /^1\d Chwef 2026$/);
    assert.deepEqual([-0.4, -90, 150, 3600, -7200].map(in_s), [
      'nawr',
      '1 munud yn ôl',
      'ymhen 2 funud',
      'ymhen awr',
      '2 awr yn ôl',
    ]);
    assert.deepEqual([-86_400, 0, 3 * 86_400].map(in_s), ['ddoe', 'nawr', 'ymhen 3 diwrnod']);
  });
});
