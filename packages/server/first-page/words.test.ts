import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fill, languageOf } from '../ground/pages/index.ts';
import { loadPageWords, type PageWords } from './words.ts';

/** Every message with its path. */
function messages(words: PageWords): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path, value);
    else for (const [key, inside] of Object.entries(value as object)) walk(inside, `${path}.${key}`);
  };
  walk(words, '');
  return found;
}

const placeholders = (message: string) => [...message.matchAll(/\{(\w+)/g)].map((m) => m[1]);

describe('the words of the first page', () => {
  const words = loadPageWords();
  const [en, cy] = [messages(words.en), messages(words.cy)];

  it('are the same messages in both languages, and no placeholder that English does not have', () => {
    assert.deepEqual([...cy.keys()], [...en.keys()]);
    for (const [path, message] of cy) {
      const known = new Set(placeholders(en.get(path) ?? ''));
      // brackets may name who did it where English does not need to
      if (path.startsWith('.reasons.')) for (const name of ['actor', 'other', 'signs']) known.add(name);
      for (const name of placeholders(message)) assert.ok(known.has(name ?? ''), `${path}: ${name}`);
    }
  });

  it('can all be filled in', () => {
    const values = new Proxy<Record<string, string>>({}, { get: (_, name) => `<${String(name)}>`, has: () => true });
    const named = Object.fromEntries(
      [...en.values(), ...cy.values()].flatMap(placeholders).map((name) => [name ?? '', values[name ?? ''] ?? '']),
    );
    for (const [language, all] of [
      ['en', en],
      ['cy', cy],
    ] as const) {
      for (const [path, message] of all) {
        const text = fill(message, named, language);
        for (const name of placeholders(message)) assert.ok(text.includes(`<${name}>`), `${language}${path}`);
      }
    }
  });

  it('are in the language that is asked for, else in the one the browser prefers, else in English', () => {
    assert.equal(languageOf('cy', 'en'), 'cy');
    assert.equal(languageOf('en', 'cy'), 'en');
    assert.equal(languageOf(undefined, 'cy-GB,cy;q=0.9,en;q=0.8'), 'cy');
    assert.equal(languageOf(undefined, 'en;q=0.5, cy;q=0.7'), 'cy');
    assert.equal(languageOf(undefined, 'fr-FR,fr;q=0.9,en;q=0.1'), 'en');
    assert.equal(languageOf('xx', 'de'), 'en');
    assert.equal(languageOf(undefined, undefined), 'en');
    assert.equal(languageOf(undefined, ';q=,,,;q=x'.repeat(1000)), 'en');
  });
});
