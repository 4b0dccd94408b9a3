/** The registry of measures, as data: codes of practice with their measures, and the questions that decide which apply. */
import { join } from 'node:path';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { condition } from './applies.ts';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_.]*$/, 'must be a name of letters, digits, dots and underscores');
const text = z.string().trim().min(1).max(500);

/** How sure we are of a measure's wording; only what is quoted may be spoken of without a caveat. */
export const wording = z.enum(['quoted', 'paraphrase', 'recalled']);
export type Wording = z.infer<typeof wording>;

/** One way in which a measure is shown to work. */
const shown = z.union([
  z.strictObject({ counted: name }),
  z.strictObject({ configured: name }),
  z.strictObject({ tested: z.string().regex(/^[\w./-]+\.test\.ts$/, 'must be the path of a test') }),
  z.strictObject({ attested: text }),
]);
export type Shown = z.infer<typeof shown>;

const measure = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9.]{1,24}$/, 'must be the number of a measure, such as F1.5a'),
  title: text,
  wording,
  applies: condition,
  /** what a reader should know beside the title */
  about: text.optional(),
  shown: z.array(shown).min(1),
});
export type Measure = z.infer<typeof measure>;

export const code = z
  .strictObject({
    code: z.string().regex(/^[A-Z]{2,8}$/, 'must be two to eight capital letters, such as ICU'),
    title: text,
    publisher: text,
    /** names this version of the text; versions sort by it */
    version: z.iso.date(),
    issued: z.iso.date(),
    inForce: z.iso.date().nullable(),
    link: z.url({ protocol: /^https$/ }),
    status: z.enum(['in_force', 'proposal']),
    measures: z.array(measure).min(1).max(500),
  })
  .refine(({ measures }) => new Set(measures.map(({ id }) => id)).size === measures.length, {
    error: 'must not name a measure twice',
    path: ['measures'],
  });
export type Code = z.infer<typeof code>;

export const questions = z.strictObject({
  facts: z.array(z.strictObject({ fact: name, ask: text, hint: text.optional(), source: text, wording })),
  risks: z.array(z.strictObject({ risk: name, ask: text, count: z.boolean().default(false) })),
});
export type Questions = z.infer<typeof questions>;

/** What the paths of tests begin at. */
export const TESTS_ROOT = join(import.meta.dirname, '../../..');

/** The files that come with Kith. */
const HERE = join(import.meta.dirname, 'registry');
const CODES = ['icu.yaml', 'pcu.yaml', 'proposals.yaml'] as const;

/** Thrown where a file can't be used; says every line at fault. */
export class RegistryError extends Error {}

function readOr<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const read = readYamlFile(path, schema);
  if (!read.ok) throw new RegistryError(`The measures can't be used:\n${formatProblems(read.problems)}`);
  return read.value;
}

export const readCode = (path: string): Code => readOr(path, code);

/** What comes with Kith is read once. */
let shipped: { questions: Questions; codes: readonly Code[] } | undefined;
const readShipped = (): NonNullable<typeof shipped> => {
  shipped ??= {
    questions: readOr(join(HERE, 'questions.yaml'), questions),
    codes: CODES.map((file) => readCode(join(HERE, file))),
  };
  return shipped;
};
export const readQuestions = (): Questions => readShipped().questions;
export const shippedCodes = (): readonly Code[] => readShipped().codes;

/** A measure of one of these codes, with its code; null where there is no such measure. */
export function measureOf<C extends Code>(
  codes: readonly C[],
  code: string,
  id: string,
): { code: C; measure: Measure } | null {
  const of = codes.find((one) => one.code === code);
  const measure = of?.measures.find((one) => one.id === id);
  return of === undefined || measure === undefined ? null : { code: of, measure };
}

/** What a new version of a code has otherwise than an old one. */
export interface CodeDifference {
  added: readonly Measure[];
  gone: readonly Measure[];
  changed: readonly { before: Measure; after: Measure; fields: Exclude<keyof Measure, 'id'>[] }[];
}

const FIELDS = ['title', 'wording', 'applies', 'about', 'shown'] as const satisfies readonly Exclude<
  keyof Measure,
  'id'
>[];

export function differenceOf(before: Code, after: Code): CodeDifference {
  const was = new Map(before.measures.map((m) => [m.id, m]));
  const is = new Map(after.measures.map((m) => [m.id, m]));
  return {
    added: after.measures.filter(({ id }) => !was.has(id)),
    gone: before.measures.filter(({ id }) => !is.has(id)),
    changed: after.measures.flatMap((m) => {
      const earlier = was.get(m.id);
      if (earlier === undefined) return [];
      const fields = FIELDS.filter((field) => JSON.stringify(earlier[field]) !== JSON.stringify(m[field]));
      return fields.length === 0 ? [] : [{ before: earlier, after: m, fields }];
    }),
  };
}
