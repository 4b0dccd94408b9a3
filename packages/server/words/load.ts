/** Reads the message files: Kith's own, and the operator's where they take a file's place or add a language. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileProblem, formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { type Helpline, Helplines, helplineFile } from './helplines.ts';
import {
  type LanguageWords,
  Maker,
  makeLanguage,
  makeReasons,
  noticeFile,
  type ReasonWords,
  reasonFile,
} from './messages.ts';
import { readTerms, type TermWords } from './terms.ts';

export interface Words {
  /** by language tag in lower case */
  languages: ReadonlyMap<string, LanguageWords>;
  /** for accounts whose language is unknown or has no words */
  fallback: LanguageWords;
  reasons: ReasonWords;
  /** what a risk is made of, in English */
  terms: TermWords;
  helplines: Helplines;
}

export type LoadedWords = { ok: true; words: Words } | { ok: false; problems: readonly FileProblem[] };

export interface WordsOptions {
  /** a folder with files that take the place of Kith's own of the same name, or add a language */
  folder?: string;
  /** the language of accounts whose language is unknown; 'en' unless told otherwise */
  defaultLanguage?: string;
}

export const shippedWordsFolder = fileURLToPath(new URL('.', import.meta.url));

const NOTICES = /^notices\.([A-Za-z0-9-]+)\.yaml$/;
const REASONS = 'reasons.en.yaml';
const TERMS = 'terms.en.yaml';
const HELPLINES = 'helplines.yaml';

/** The last resort, which is always there. */
const LAST_LANGUAGE = 'en';

const isWords = (name: string): boolean =>
  NOTICES.test(name) || name === REASONS || name === TERMS || name === HELPLINES;

const wrong = (file: string, message: string): FileProblem => ({ file, line: 1, column: 1, field: '', message });

/** What comes with Kith is read once, by the default language. */
const shippedIn = new Map<string, LoadedWords>();

/** Reads every file and makes its messages ready. Never throws on what is in the files; gives all problems at once. */
export function loadWords(options: WordsOptions = {}): LoadedWords {
  if (options.folder !== undefined) return readAll(options);
  const language = options.defaultLanguage ?? LAST_LANGUAGE;
  const loaded = shippedIn.get(language) ?? readAll(options);
  shippedIn.set(language, loaded);
  return loaded;
}

function readAll(options: WordsOptions): LoadedWords {
  const problems: FileProblem[] = [];
  const files = new Map<string, string>();
  for (const name of readdirSync(shippedWordsFolder))
    if (isWords(name)) files.set(name, join(shippedWordsFolder, name));
  if (options.folder !== undefined) {
    for (const name of namesIn(options.folder, problems)) {
      const file = join(options.folder, name);
      if (isWords(name)) files.set(name, file);
      else if (name.endsWith('.yaml') || name.endsWith('.yml')) {
        problems.push(
          wrong(file, `has no part here: the names are notices.LANGUAGE.yaml, ${REASONS}, ${TERMS}, ${HELPLINES}`),
        );
      }
    }
  }
  const languages = new Map<string, LanguageWords>();
  for (const [name, file] of files) {
    const tag = NOTICES.exec(name)?.[1];
    const made = tag === undefined ? null : readLanguage(file, tag, problems);
    if (made !== null) languages.set(made.language.toLowerCase(), made);
  }
  const reasons = readReasons(files.get(REASONS) ?? REASONS, problems);
  const terms = readTerms(files.get(TERMS) ?? TERMS, problems);
  const helplines = readHelplines(files.get(HELPLINES) ?? HELPLINES, problems);
  const last = languages.get(LAST_LANGUAGE);
  const wanted = options.defaultLanguage ?? LAST_LANGUAGE;
  const fallback = find(languages, wanted) ?? last;
  if (find(languages, wanted) === undefined && problems.length === 0) {
    problems.push(wrong(options.folder ?? shippedWordsFolder, `there are no words in the default language ${wanted}`));
  }
  if (problems.length > 0 || fallback === undefined || reasons === null || terms === null || helplines === null) {
    return { ok: false, problems };
  }
  return { ok: true, words: { languages, fallback, reasons, terms, helplines } };
}

function namesIn(folder: string, problems: FileProblem[]): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    problems.push(wrong(folder, `can't be read: ${error instanceof Error ? error.message : String(error)}`));
    return [];
  }
}

function readLanguage(file: string, tag: string, problems: FileProblem[]): LanguageWords | null {
  const read = readYamlFile(file, noticeFile);
  if (!read.ok) {
    problems.push(...read.problems);
    return null;
  }
  const maker = new Maker(file, read.locate, read.value.language);
  if (read.value.language.toLowerCase() !== tag.toLowerCase()) {
    maker.wrong(['language'], `is ${read.value.language}, but the file's name says ${tag}`);
  }
  const made = makeLanguage(read.value, maker);
  problems.push(...maker.problems);
  return made;
}

function readReasons(file: string, problems: FileProblem[]): ReasonWords | null {
  const read = readYamlFile(file, reasonFile);
  if (!read.ok) {
    problems.push(...read.problems);
    return null;
  }
  const maker = new Maker(file, read.locate, read.value.language);
  const made = makeReasons(read.value, maker);
  problems.push(...maker.problems);
  return made;
}

function readHelplines(file: string, problems: FileProblem[]): Helplines | null {
  const read = readYamlFile(file, helplineFile);
  if (read.ok) return new Helplines(read.value);
  problems.push(...read.problems);
  return null;
}

/** The nearest language there is: cy-GB, then cy. */
export function find(languages: ReadonlyMap<string, LanguageWords>, tag: string): LanguageWords | undefined {
  for (let t = tag.toLowerCase(); t !== ''; t = t.slice(0, Math.max(0, t.lastIndexOf('-')))) {
    const found = languages.get(t);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The language that an account of that language is shown its notices in. */
export const languageShown = ({ languages, fallback }: Words, tag: string): string =>
  (find(languages, tag) ?? fallback).language;

/** What quiet hours are, in the words of a language; they are the same wherever somebody reads of them. */
export const quietHoursIn = ({ languages, fallback }: Words, tag: string): string =>
  (find(languages, tag) ?? fallback).quietHours;

/** The words that Kith ships. Throws where the installation is damaged. */
export function loadShippedWords(): Words {
  const loaded = loadWords();
  if (!loaded.ok) throw new Error(`The shipped words are damaged:\n${formatProblems(loaded.problems)}`);
  return loaded.words;
}

/** Help lines that nobody checked since that day (YYYY-MM-DD): for whoever keeps the file. */
export const unverifiedHelplines = (words: Words, since: string): readonly Helpline[] =>
  words.helplines.all.filter((h) => h.lastVerified === null || h.lastVerified < since);
