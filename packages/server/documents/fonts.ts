/** The letters of PDF documents: Arimo, embedded, with Latin (Welsh and Polish too), Cyrillic, Greek and Hebrew. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font } from 'fontkit';

export const REGULAR = fileURLToPath(import.meta.resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'));
export const BOLD = fileURLToPath(import.meta.resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'));

function open(path: string): Font {
  const font = create(readFileSync(path));
  if (!('characterSet' in font)) throw new Error(`${path} is no single font`);
  return font;
}

/** Every sign that both have. */
const drawable = ((): ReadonlySet<number> => {
  const bold = new Set(open(BOLD).characterSet);
  return new Set(open(REGULAR).characterSet.filter((code) => bold.has(code)));
})();

/** What most cells are made of, days and numbers, needs no looking at sign by sign. */
const PLAIN = /^[\n -~]*$/;
for (let code = 0x20; code <= 0x7e; code++) if (!drawable.has(code)) throw new Error(`the font lacks sign ${code}`);

/** Stands for a sign that the font lacks. */
const LACKING = drawable.has(0xfffd) ? '\uFFFD' : '?';

/**
 * A text as it can be drawn, and whether that is all of it. Where it isn't, the text itself goes with it for those who
 * search, copy or listen.
 */
export function inLetters(text: string): { drawn: string; whole: boolean } {
  if (PLAIN.test(text)) return { drawn: text, whole: true };
  let whole = true;
  const drawn = Array.from(text.normalize('NFC'), (sign) => {
    if (sign === '\n' || drawable.has(sign.codePointAt(0) ?? 0)) return sign;
    whole = false;
    return LACKING;
  }).join('');
  return { drawn, whole };
}
