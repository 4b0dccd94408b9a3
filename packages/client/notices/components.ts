/** The web components, without any words. */
import { KithBlock } from './elements/block.ts';
import { KithNotice } from './elements/notice.ts';
import { KithReport } from './elements/report.ts';
import { KithWhy } from './elements/why.ts';
import { useWords } from './elements/words.ts';
import type { Words } from './words/words.ts';

export type { Asked } from './elements/ask.ts';
export * from './headless.ts';
export { CATEGORIES, type Category, type Words } from './words/words.ts';
export { KithBlock, KithNotice, KithReport, KithWhy };

const ELEMENTS = {
  'kith-why': KithWhy,
  'kith-block': KithBlock,
  'kith-report': KithReport,
  'kith-notice': KithNotice,
} as const;

declare global {
  interface HTMLElementTagNameMap {
    'kith-why': KithWhy;
    'kith-block': KithBlock;
    'kith-report': KithReport;
    'kith-notice': KithNotice;
  }
}

/**
 * Makes the elements known to the page, with the words of their dialogs: the first is for languages that have none. Called again
 * it adds words, or puts others in the place of those of the same language.
 */
export function defineKith({ words }: { words: readonly Words[] }): void {
  useWords(words);
  if (!('customElements' in globalThis)) return;
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (customElements.get(name) === undefined) customElements.define(name, element);
  }
}
