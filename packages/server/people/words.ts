/** The words of the pages for signing in and joining: one file a language, checked when they are read. */
import { join } from 'node:path';
import { staffRole } from '@kith/contract';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';

const words = z.string().min(1).max(400);
const every = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), words);

/** What can be wrong on these pages: codes of the API, and what browsers say. */
export const pageProblems = [
  ...(['passkey_refused', 'cancelled', 'exists', 'invitation_void', 'invalid_field', 'pseudonym_taken'] as const),
  ...(['too_many_requests', 'unable', 'provider_refused', 'provider_failed', 'failed'] as const),
] as const;
export type PageProblem = (typeof pageProblems)[number];

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  signIn: every(['title', 'lede', 'button', 'provider', 'lost', 'done']),
  join: every([
    ...(['title', 'lede', 'roles', 'pseudonym', 'hint', 'again', 'againLede', 'passkey', 'button'] as const),
    'looking',
  ]),
  roles: every(staffRole.options),
  noScript: words,
  continue: words,
  problems: every(pageProblems),
});
export type PeopleWords = z.infer<typeof file>;

function load(language: Language): PeopleWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const peopleWords: Readonly<Record<Language, PeopleWords>> = { en: load('en'), cy: load('cy') };
