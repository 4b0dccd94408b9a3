/**
 * How hard a text is to read. English: the Flesch-Kincaid grade, a US school grade; grade n is read at about n + 5 years, so
 * grade 4 is age 9. The formula is a proxy, and no substitute for reading the words with children.
 */
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

export const sentencesOf = (text: string): string[] => text.split(/(?<=[.?!])\s+/).filter((s) => s !== '');
export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}’'-]+/gu) ?? [];

export function gradeOf(text: string): number {
  const words = wordsOf(text);
  return fleschKincaid({
    sentence: sentencesOf(text).length,
    word: words.length,
    syllable: words.reduce((sum, w) => sum + syllable(w), 0),
  });
}
