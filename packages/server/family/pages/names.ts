/** Names as people gave them, made fit to stand on a page: they can turn nothing round, hide nothing, and fill no screen. */
import type { Language } from '../../ground/pages/index.ts';

/** The longest name shown, in characters as people see them: longer ones are nobody's name. */
const SHOWN_MAX = 60;
/** The same in UTF-16 code units: one character that people see can be made of hundreds. */
const UNITS_MAX = 240;
/** Marks on one letter: Hebrew and Thai have up to three, Vietnamese two. More of them cover the lines above and below. */
const TOO_MANY_MARKS = /(\p{M}{4})\p{M}+/gu;
/** What shows nothing, or steers the direction of writing. Joiners stay: emoji and Persian are written with them. */
const UNSEEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
/** What most names and ids are: nothing of the above, and no space at an end or beside another. */
const CLEAN = /^[\p{Script=Latin}\p{Nd}'’.,_@-]+(?: [\p{Script=Latin}\p{Nd}'’.,_@-]+)*$/u;
const ONLY_JOINERS = /^(?:[\s\p{M}\u2800\u3164\u115f\u1160\uffa0]|\u200c|\u200d)*$/u;
/** Written from left to right, with nothing in it that could turn what follows. */
const PLAIN = /^[\p{Script=Latin}\p{M}\p{N}\p{Zs}'’.,_@-]*$/u;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** @returns '' where nothing of it can be seen */
export function cleanName(name: string): string {
  if (name.length <= SHOWN_MAX && CLEAN.test(name)) return name;
  const clean = name
    .toWellFormed()
    .replaceAll(/[\r\n\t\u2028\u2029]/g, ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll(TOO_MANY_MARKS, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (ONLY_JOINERS.test(clean)) return '';
  return clean.length <= SHOWN_MAX ? clean : cut(clean);
}

function cut(text: string): string {
  let shown = 0;
  for (const { index, segment } of characters.segment(text)) {
    if (++shown > SHOWN_MAX || index + segment.length > UNITS_MAX) return `${text.slice(0, index).trimEnd()}…`;
  }
  return text;
}

/** The name of a person or group: the platform's, else its id. @param nobody where there is none of both to be seen */
export function nameOf(named: { name: string | null }, id: string, nobody: string): string {
  return cleanName(named.name ?? '') || cleanName(id) || nobody;
}

/** A name within a sentence: writing from right to left ends with it (Unicode UAX #9: FSI and PDI). */
export const inSentence = (name: string): string => (PLAIN.test(name) ? name : `\u2068${name}\u2069`);

/** Several names, joined as the language does. (Intl.ListFormat writes "a(c)" in Welsh.) */
export function namesTogether(names: readonly string[], language: Language): string {
  const [last = '', ...before] = names.map(inSentence).reverse();
  if (before.length === 0) return last;
  const and = language === 'en' ? 'and' : VOWEL.test(last) ? 'ac' : 'a';
  return `${before.reverse().join(', ')} ${and} ${last}`;
}

const VOWEL = /^\u2068?[aeiouwyâêîôûŵŷ]/iu;

const collators = {
  en: new Intl.Collator('en-GB', { sensitivity: 'base', numeric: true }),
  cy: new Intl.Collator('cy', { sensitivity: 'base', numeric: true }),
} as const satisfies Record<Language, Intl.Collator>;

/** Orders by name as the language does, then by id: the same list is in the same order each time. */
export const byName =
  (language: Language) =>
  (a: { name: string; account: string }, b: { name: string; account: string }): number =>
    collators[language].compare(a.name, b.name) || (a.account < b.account ? -1 : 1);
