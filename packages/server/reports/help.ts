/** Whom somebody can turn to now: the emergency number, help lines for children or for adults, a service for just that. */
import { fill, type Language } from '../ground/pages/index.ts';
import type { Words } from '../words/index.ts';
import { type Category, reportWords } from './words.ts';

/** Names help lines, by the operator's own file. */
export type HelpFor = () => Words['helplines'];

interface Drawing {
  language: Language;
  help: HelpFor;
}

export interface HelpShown {
  title: string;
  emergency: string;
  lines: readonly { text: string; url?: string | undefined }[];
  seeAlso: Category['seeAlso'];
}

/** @param category names a service for just what happened, where there is one */
export function helpFor({ language, help }: Drawing, adult: boolean, category?: Category): HelpShown {
  const words = reportWords[language].help;
  const helplines = help();
  const number = helplines.emergency('');
  const message = adult ? words.talkAdult : words.talk;
  return {
    title: words.title,
    emergency: number === null ? words.emergencyAnywhere : fill(words.emergency, { number }, language),
    lines: helplines
      .for('', language, adult ? 'adults' : 'children')
      .map(({ name, contact, url }) => ({ text: fill(message, { name, contact }, language), url })),
    seeAlso: category?.seeAlso,
  };
}
