/** The words of the appeal's pages. */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';

const words = z.string().min(1).max(400);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  told: words,
  ask: z.strictObject({
    ...{ title: words, intro: words, who: words, when: words, until: words, once: words },
    ...{ label: words, hint: words, send: words, empty: words, tooLong: words },
  }),
  object: z.strictObject({ title: words, who: words }),
  objected: z.strictObject({ text: words, next: words }),
  looked: z.strictObject({ title: words, text: words, lifted: words, stays: words }),
  filed: z.strictObject({ title: words, text: words, next: words, come: words, wrote: words }),
  upheld: z.strictObject({ title: words, text: words, final: words }),
  overturned: z.strictObject({ title: words, text: words }),
  over: z.strictObject({ title: words, text: words }),
  changed: z.strictObject({ title: words, text: words }),
});
export type AppealWords = z.infer<typeof file>;

function load(language: Language): AppealWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const appealWords: Readonly<Record<Language, AppealWords>> = { en: load('en'), cy: load('cy') };
