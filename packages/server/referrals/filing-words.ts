/** What went wrong with a filing, in words: its code says which kind of trouble, and the authority's own code stands beside it. */
import type { Language } from '../ground/pages/index.ts';

const WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  internal: {
    en: 'Kith itself could not go on: its log says why',
    cy: 'ni allai Kith ei hun fynd ymlaen: mae ei log yn dweud pam',
  },
};

/** The code as it is where there are no words for it. */
export const problemWords = (problem: string, language: Language): string => WORDS[problem]?.[language] ?? problem;
