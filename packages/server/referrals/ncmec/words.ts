/** The words of a report to NCMEC: data that a non-programmer can review. */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';

const line = z.string().min(1).max(200);
const prose = z.string().min(1).max(800);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  review: z.string(),
  authority: line,
  unverified: prose,
  yes: line,
  no: line,
  titles: z.record(z.string(), line),
  /** by the last part of a field's path */
  help: z.record(z.string(), prose),
  /** by the last part of a field's path, or by its last two */
  labels: z.record(z.string(), line),
  /** said before the label of a field that is of it */
  within: z.record(z.string(), line),
  /** by an official value, or by field=value */
  options: z.record(z.string(), line),
  problems: z.strictObject({
    required: prose,
    future: prose,
    oneWay: prose,
    cut: prose,
    characters: prose,
    supplemental: prose,
    notOpened: prose,
    supplements: prose,
    fileGone: prose,
    reported: prose,
    leftOut: prose,
  }),
  portal: line,
  steps: z.strictObject({ open: prose, copy: prose, files: prose, reference: prose }),
  warnings: z.strictObject({ test: prose, notConfigured: prose, production: prose }),
});
export type NcmecWords = z.infer<typeof file>;

function load(language: Language): NcmecWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const ncmecWords: Readonly<Record<Language, NcmecWords>> = { en: load('en'), cy: load('cy') };
