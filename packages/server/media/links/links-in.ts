/** Finds what may be links in a text, also those that are written so that programs don't take them for links. */

const NONE: readonly string[] = Object.freeze([]);

/** Dots in other writings, and written out: example[.]com, example (dot) com. */
const DOTS = /[\u3002\uff0e\uff61\u2024]|\s{0,2}[[({<]\s{0,2}(?:\.|dot)\s{0,2}[\])}>]\s{0,2}/gi;
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/**
 * With a scheme, or a name with a dot in it; then whatever is no space nor quote. A name is looked for from where its letters
 * begin alone: from every one of them, a long run would take the square of its length.
 */
const LINK =
  /(?:h(?:tt|xx|\*\*)ps?:\/\/[^\s<>"'`]+|(?<![\p{L}\p{N}_-])[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+\.?(?:[:/?#\\][^\s<>"'`]*)?)/giu;
/** What ends a sentence or a bracket, and no link. */
const AFTER = new Set(')].,;:!?}*_~');

/** Most texts have nothing of the kind: that is seen before anything is changed. */
const MAYBE = /[.\u3002\uff0e\uff61\u2024]|dot|:\/\//i;

/** @returns what may be links, each once */
export function linksIn(text: string): readonly string[] {
  if (!MAYBE.test(text)) return NONE;
  const plain = text.normalize('NFKC').replace(UNSEEN, '').replace(DOTS, '.');
  const found = new Set<string>();
  for (const [link] of plain.matchAll(LINK)) {
    let end = link.length;
    while (end > 0 && AFTER.has(link.charAt(end - 1))) end--;
    found.add(link.slice(0, end).replace(/^[_-]+/, ''));
  }
  return [...found];
}
