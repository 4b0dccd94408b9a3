/** The words of the NCA's referral: data that a non-programmer can review. */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';

const line = z.string().min(1).max(200);
const prose = z.string().min(1).max(800);
const named = z.record(z.string(), line);

const file = z.strictObject({
  ...{ language: z.enum(LANGUAGES), review: z.string(), authority: line, portal: line, unverified: prose },
  ...{ yes: line, no: line, titles: named, help: z.record(z.string(), prose), labels: named, options: named },
  problems: z.strictObject({
    ...{ missing: prose, declared: prose, ukLinked: prose, notUkLinked: prose, account: prose, supplements: prose },
    ...{ detailsLeftOut: prose, accountLeftOut: prose, itemLeftOut: prose, timeLeftOut: prose, earlierLeftOut: prose },
  }),
  warnings: z.strictObject({ notRegistered: prose, danger: prose, administrators: prose, noPortal: prose }),
  steps: z.strictObject({
    ...{
      call: prose,
      callEmergency: prose,
      ifDanger: prose,
      signIn: prose,
      begin: prose,
      copy: prose,
      files: prose,
      declare: prose,
    },
    reference: prose,
  }),
});
export type NcaWords = z.infer<typeof file>;

function load(language: Language): NcaWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const ncaWords: Readonly<Record<Language, NcaWords>> = { en: load('en'), cy: load('cy') };
