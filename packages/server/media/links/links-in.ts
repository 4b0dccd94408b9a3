/** Finds what may be links in a text, also those that are written so that programs don't take them for links. */

const NONE: readonly string[] = Object.freeze([]);

/** Links of one text that are looked at, at most: some 10 ms. Fewer would let many harmless ones hide another. */
export const LINKS_MAX = 512;

/** Dots in other writings, and written out: example[.]com, example (dot) com. */
const DOTS = /[\u3002\uff0e\uff61\u2024]|\s{0,2}[[({<]\s{0,2}(?:\.|dot)\s{0,2}[\])}>]\s{0,2}/gi;
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** With a scheme, or a name with a dot in it; then whatever is no space nor quote. */
const LINK =
  /(?:h(?:tt|xx|\*\*)ps?:\/\/[^\s<>"'`]+|[\p{L}\p{N}][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)+\.?(?:[:/?#\\][^\s<>"'`]*)?)/giu;
/** What ends a sentence or a bracket, and no link. */
const AFTER = /[)\].,;:!?}*_~]+$/;

/** Most texts have nothing of the kind: that is seen before anything is changed. */
const MAYBE = /[.\u3002\uff0e\uff61\u2024]|dot|:\/\//i;

/** @returns what may be links, each once */
export function linksIn(text: string): readonly string[] {
  if (!MAYBE.test(text)) return NONE;
  const plain = text.normalize('NFKC').replace(UNSEEN, '').replace(DOTS, '.');
  const found = new Set<string>();
  for (const [link] of plain.matchAll(LINK)) {
    found.add(link.replace(AFTER, ''));
    if (found.size >= LINKS_MAX) break;
  }
  return [...found];
}
