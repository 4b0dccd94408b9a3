/** The words that people read, by their key and in a language: a test that looks for them so holds in every language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from '../../ground/pages/index.ts';

const file = z.record(z.string(), z.string());

/**
 * The console's words, from its own file: the server imports nothing of the console. Only messages without placeholders.
 * @throws RangeError where there is no such key, or where something would have to be filled in
 */
export function consoleSays(language: Language): (key: string) => string {
  const path = join(import.meta.dirname, `../../../console/words/words.${language}.json`);
  const words = file.parse(JSON.parse(readFileSync(path, 'utf8')));
  return (key) => {
    const message = words[key];
    if (message === undefined || /[{']/.test(message)) throw new RangeError(`${key}: no plain words in ${language}`);
    return message;
  };
}
