/** The words of statements, in the languages of the public pages. */
import { join } from 'node:path';
import { rulingKind } from '@kith/contract';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';

const words = z.string().min(1).max(600);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  statement: z.strictObject({
    title: words,
    titles: z.strictObject({ restore: words, upheld: words, overturned: words }),
    measures: z.record(rulingKind.exclude(['no_violation']), words),
    rule: words,
    machine: words,
    people: words,
    automatic: z.strictObject({ restrict: words, computer: words, object: words }),
    appeal: words,
    appealLabel: words,
    upheld: words,
    overturned: words,
  }),
});
export type StatementWords = z.infer<typeof file>['statement'];

function load(language: Language): StatementWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value.statement;
}

export const statementWords: Readonly<Record<Language, StatementWords>> = { en: load('en'), cy: load('cy') };
