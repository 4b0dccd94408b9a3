/** Names that a platform gave, on a public page: whatever they are, they are text, and all of it is seen. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sayKey } from './words.ts';

describe("a report's words for its rows", () => {
  it('are words for what Kith has words for, and the name itself else', () => {
    assert.equal(sayKey('kind', 'disable', 'en'), 'account disabled');
    assert.equal(sayKey('category', 'Dog photos', 'en'), 'Dog photos');
  });

  it('are text for names that every object has, too', () => {
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      for (const language of ['en', 'cy'] as const)
        assert.equal(typeof sayKey('category', key, language), 'string', key);
    assert.equal(sayKey('category', 'constructor', 'en'), 'constructor');
  });

  it('show what would not be seen, or would turn the line', () => {
    assert.equal(sayKey('category', 'a\u202eb\u200bc\u2066', 'en'), 'a[U+202E]b[U+200B]c[U+2066]');
    assert.equal(sayKey('category', 'a\u{e0041}', 'en'), 'a[U+E0041]');
  });
});
