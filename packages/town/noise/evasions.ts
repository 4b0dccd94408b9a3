/** How a line is spelt around filters: in families, of which training worlds have all but one. */
import type { Split } from '../options.ts';
import type { Chance } from '../random.ts';

export const families = ['substitution', 'hiding', 'language', 'channel', 'spacing'] as const;
/**
 * substitution: letters that look alike, digits for letters. hiding: characters that nobody sees. language: another
 * language than the two have talked in. channel: media instead of text, elsewhere at once. spacing: letters apart, one
 * line over several messages (held out).
 */
export type EvasionFamily = (typeof families)[number];

export const evasionFamilies = (split: Split): readonly EvasionFamily[] =>
  split === 'heldOut' ? ['spacing'] : families.filter((family) => family !== 'spacing');

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', y: 'у', i: 'і', s: 'ѕ', j: 'ј' }, // Latin to Cyrillic
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y', і: 'i' }, // and back
};
const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };
const UNSEEN = ['\u200b', '\u200c', '\u2060', '\u00ad'];

const swap = (text: string, table: Readonly<Record<string, string>>, share: number, random: Chance): string => {
  let out = '';
  for (const c of text) out += random.is(share) ? (table[c.toLowerCase()] ?? c) : c;
  return out;
};

/** In a third of its words, or in all of a short line. */
const someWords = (text: string, random: Chance, change: (word: string) => string): string =>
  text
    .split(' ')
    .map((word, _, all) => (word.length > 3 && (all.length < 4 || random.is(0.45)) ? change(word) : word))
    .join(' ');

export const leet = (text: string, random: Chance): string => swap(text, LEET, 0.7, random);

/** The line as it is sent: mostly one message, in the spacing family sometimes several. */
export function evade(text: string, family: EvasionFamily, random: Chance): string[] {
  switch (family) {
    case 'substitution':
      return [random.is(0.5) ? swap(text, LOOK_ALIKES, 0.6, random) : leet(text, random)];
    case 'hiding':
      return [someWords(text, random, (word) => [...word].join(random.pick(UNSEEN)))];
    case 'spacing':
      if (random.is(0.5)) return [someWords(text, random, (word) => [...word].join(random.pick([' ', '.', '-', '_'])))];
      return inPieces(text, random);
    case 'language':
    case 'channel':
      return [text]; // done by the act's language and by what is sent, not by the spelling
    default:
      return family satisfies never;
  }
}

function inPieces(text: string, random: Chance): string[] {
  const words = text.split(' ');
  const pieces: string[] = [];
  while (words.length > 0) pieces.push(words.splice(0, 1 + random.below(3)).join(' '));
  return pieces
    .slice(0, PIECES_MAX - 1)
    .concat(pieces.length < PIECES_MAX ? [] : [pieces.slice(PIECES_MAX - 1).join(' ')]);
}
/** One line goes out in so many messages at most: nobody takes longer over it. */
const PIECES_MAX = 6;
