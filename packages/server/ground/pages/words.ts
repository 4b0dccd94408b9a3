/** The words that stand on every public page. */
import { join } from 'node:path';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../yaml/index.ts';
import { LANGUAGES, type Language } from './language.ts';

const words = z.string().min(1).max(400);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  name: words,
  skip: words,
  languages: words,
  back: words,
  /** before the title of a page with a mistake on it */
  errorPrefix: words,
  errorTitle: words,
  print: words,
  exit: z.strictObject({
    skip: words,
    button: words,
    hiddenPart: words,
    leaving: words,
    expired: words,
    twoMore: words,
    oneMore: words,
  }),
  problems: z.strictObject({
    notFound: z.strictObject({ title: words, text: words }),
    tooLarge: z.strictObject({ title: words, text: words }),
    tooMany: z.strictObject({ title: words, text: words }),
    later: z.strictObject({ title: words, text: words }),
    request: z.strictObject({ title: words, text: words }),
  }),
});
export type FrameWords = z.infer<typeof file>;

function load(language: Language): FrameWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const frameWords: Readonly<Record<Language, FrameWords>> = { en: load('en'), cy: load('cy') };
