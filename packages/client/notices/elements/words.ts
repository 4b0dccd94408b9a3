/** The words that the elements of a page have: `defineKith` gives them. */
import { nearestWords, type Words } from '../words/words.ts';
import { speaking } from './dom.ts';

let known: readonly Words[] = [];

/** Adds words; those of a language that is there already take its place. */
export function useWords(more: readonly Words[]): void {
  const languages = new Set(more.map(({ language }) => language));
  known = [...known.filter(({ language }) => !languages.has(language)), ...more];
}

/** The words nearest to a language, else the first that were given. Throws where none were. */
export function wordsFor(language: string): Words {
  const found = nearestWords(known, language);
  if (found === undefined)
    throw new Error("The notices have no words: defineKith({ words: [en] }), with `en` of '@kith/client/notices'");
  return found;
}

/** Says in which language the words are, where that isn't the language of what stands around them. */
export const inWords = (words: Words, around: string): Record<string, string> =>
  words.language === around ? {} : speaking(words.language);
