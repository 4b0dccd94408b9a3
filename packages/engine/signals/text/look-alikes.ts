/**
 * Letters of other scripts that look like Latin ones, as they are used to hide a word from a filter.
 *
 * From Unicode's confusables (UTS #39, confusables.txt; © Unicode, Inc., Unicode License v3), the part that people can
 * type: Cyrillic, Greek, Armenian and Cherokee letters, and Latin small capitals. After the bar: our own additions, seen
 * in such spellings though Unicode does not list them. What NFKC folds already (fullwidth, mathematical) is not here.
 * Case counts: В looks like B, в hardly does.
 */
const LATIN_BY_LETTER: Readonly<Record<string, string>> = {
  a: 'ΑАᎪαа|λ',
  b: 'ΒВᏴЬᏏ|в฿β',
  c: 'СᏟсꮯ|ç',
  d: 'ᎠԁᏧ',
  e: 'ΕЕᎬеҽ|εєэЄ',
  f: 'Ϝքϝ',
  g: 'ԌᏀᏳց|₲',
  h: 'ΗНᎻһհᏂ|н',
  i: 'ιіӏᎥꭵ|ίїΙІ',
  j: 'ͿЈᎫϳј',
  k: 'ΚКᏦ|кκ₭',
  l: 'Ꮮ|ӀⅬ',
  m: 'ΜϺМᎷ|м₥',
  n: 'Νոռ|ηпИ₦',
  o: 'ΟОՕοσоօ|ό',
  p: 'ΡРᏢρр|₱',
  q: 'ԛգզ',
  r: 'ᎡᏒгꮁ|яЯ',
  s: 'ЅՏᏕᏚѕꮪ',
  t: 'ΤТᎢ|тτ₮',
  u: 'Սυս|μцύ',
  v: 'ѴᏙνѵꮩ',
  w: 'ԜᎳᏔѡԝաꮃ|ωшщ',
  x: 'ΧХх|χ',
  y: 'ΥУҮγуү|Ұ',
  z: 'ΖᏃꮓ',
};

/** Latin letters without an accent that Unicode would take apart: small capitals, strokes and hooks. They are Latin: folded always. */
const PLAIN_LATIN: Readonly<Record<string, string>> = {
  a: 'ᴀɑⱥ',
  b: 'ʙƀɓƅ',
  c: 'ᴄȼƈ',
  d: 'ᴅđɗð',
  e: 'ᴇɇɛəǝ',
  f: 'ꜰƒ',
  g: 'ɢɡǥɠ',
  h: 'ʜħɦ',
  i: 'ɪıɨɩ',
  j: 'ᴊɉ',
  k: 'ᴋƙ',
  l: 'ʟłƚɭ',
  m: 'ᴍ',
  n: 'ɴɲƞŋ',
  o: 'ᴏøɵ',
  p: 'ᴘƥ',
  q: 'ꞯ',
  r: 'ʀɍɾ',
  s: 'ꜱʂ',
  t: 'ᴛŧƭ',
  u: 'ᴜʉʋ',
  v: 'ᴠ',
  w: 'ᴡ',
  x: 'ꭓ',
  y: 'ʏɏƴ',
  z: 'ᴢƶ',
};

/** Latin letters that look like Cyrillic ones, for words that are Cyrillic otherwise (the same source, read the other way). */
const CYRILLIC_BY_LETTER: Readonly<Record<string, string>> = {
  а: 'aA',
  в: 'B',
  е: 'eE',
  і: 'iI',
  к: 'kK',
  м: 'mM',
  н: 'H',
  о: 'oO',
  р: 'pP',
  с: 'cC',
  т: 'T',
  у: 'yY',
  х: 'xX',
  ј: 'jJ',
  ѕ: 'sS',
};

function byUnit(table: Readonly<Record<string, string>>): ReadonlyMap<number, number> {
  const map = new Map<number, number>();
  for (const [letter, alikes] of Object.entries(table)) {
    for (const alike of alikes.replace('|', '')) map.set(alike.charCodeAt(0), letter.charCodeAt(0));
  }
  return map;
}

/** By UTF-16 unit, case as written: the Latin letter in lower case that it looks like. */
export const latinLookAlikes = byUnit(LATIN_BY_LETTER);
/** By UTF-16 unit in lower case: the Latin letter that it is without its stroke or hook. */
export const plainLatin = byUnit(PLAIN_LATIN);
/** By UTF-16 unit, case as written: the Cyrillic letter in lower case that a Latin letter looks like. */
export const cyrillicLookAlikes = byUnit(CYRILLIC_BY_LETTER);

/**
 * What stands for a letter inside a word ("s3cret", "$ecret"): digits and signs, and the letters that each can be.
 * Common usage; no list of Unicode's. The Cyrillic ones are for words in that script.
 */
export const leetLetters: ReadonlyMap<number, readonly number[]> = new Map(
  Object.entries({
    '0': 'oо',
    '1': 'ilі',
    '3': 'eзе',
    '4': 'aча',
    '5': 's',
    '6': 'gб',
    '7': 't',
    '8': 'bв',
    '9': 'g',
    '@': 'aа',
    $: 's',
    '!': 'ilі',
    '|': 'li',
    '+': 't',
    '€': 'e',
    '£': 'l',
    '¡': 'iі',
  }).map(([sign, letters]) => [sign.charCodeAt(0), [...letters].map((letter) => letter.charCodeAt(0))]),
);
