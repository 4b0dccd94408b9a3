import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { BOOK, bookOf } from './book.ts';
import { loadShippedWords } from './index.ts';

it('docs/NOTICES.md has every notice in every language as it is shown', () => {
  const book = bookOf(loadShippedWords());
  assert.equal(readFileSync(BOOK, 'utf8'), book, 'it is out of date: node packages/server/words/book.ts');
  for (const language of ['en', 'cy', 'pl', 'uk']) assert.match(book, new RegExp(`^## ${language}$`, 'm'));
});
