/** The words that stand on every document, and how values are written in its language. */
import { join } from 'node:path';
import { z } from 'zod';
import { fill, LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import type { Cell, Column, Doc } from './document.ts';

const line = z.string().min(1).max(200);

const file = z.strictObject({
  ...{
    language: z.enum(LANGUAGES),
    day: line,
    underWay: line,
    lacking: line,
    hash: line,
    page: line,
    none: line,
    noRows: line,
  },
});
export type DocumentWords = z.infer<typeof file>;

function load(language: Language): DocumentWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const documentWords: Readonly<Record<Language, DocumentWords>> = { en: load('en'), cy: load('cy') };

/** "As at the end of 1 March 2026 (UTC)"; "As of 1 March 2026 (UTC)" where that day isn't over */
export const dayOf = ({ day, language, underWay = false }: Pick<Doc, 'day' | 'language' | 'underWay'>): string =>
  fill(documentWords[language][underWay ? 'underWay' : 'day'], { day: dateIn(day, language) }, language);

export const dateIn = (day: string, language: Language): string =>
  new Date(day).toLocaleDateString(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' });

const formats = { en: new Intl.NumberFormat('en-GB'), cy: new Intl.NumberFormat('cy') } as const;

/**
 * What stands in a cell. Numbers of a column of numbers are grouped; others (years, versions) stay as they are.
 */
export function cellText(value: Cell, { numeric = false }: Column, language: Language): string {
  if (value === null) return documentWords[language].none;
  if (typeof value === 'number') return numeric ? formats[language].format(value) : String(value);
  return shown(value);
}

/** Control characters, halves of surrogate pairs, and marks that turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

/** A text as it may be shown: what nobody could see is made visible; lines stay. */
export const shown = (text: string): string =>
  text.replaceAll(/\r\n?/g, '\n').replaceAll(HIDDEN, (mark) => (mark === '\n' ? mark : mark === '\t' ? ' ' : '\uFFFD'));
