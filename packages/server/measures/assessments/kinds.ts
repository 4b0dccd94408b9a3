/** The kinds of assessments as data: which questions each asks, on what they rest, and how often it is to be reviewed. */
import { join } from 'node:path';
import { answerForm, assessmentName, gradeOfWording, QUESTIONS_MAX, SECTIONS_MAX } from '@kith/contract';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';
import { RegistryError } from '../registry.ts';

const text = z.string().trim().min(1).max(1_000);
const unique = (all: readonly { id: string }[]): boolean => new Set(all.map(({ id }) => id)).size === all.length;

const question = z
  .strictObject({
    id: assessmentName,
    ask: text,
    hint: text.optional(),
    answer: answerForm,
    /** the measures' question that the answer is offered for */
    gives: z.union([z.strictObject({ fact: z.string() }), z.strictObject({ risk: z.string() })]).optional(),
    /** counts that may be laid beside it */
    figures: z.array(z.string()).default([]),
    measures: z.array(z.strictObject({ code: z.string(), id: z.string() })).default([]),
    source: text,
    wording: gradeOfWording,
  })
  .refine(({ gives, answer }) => gives === undefined || answer === ('fact' in gives ? 'yes_no' : 'level'), {
    error: 'a fact is given by yes or no, a risk by a level',
    path: ['gives'],
  });
export type Question = z.infer<typeof question>;

export const assessmentKind = z.strictObject({
  kind: assessmentName,
  title: text,
  about: text,
  law: text,
  wording: gradeOfWording,
  review: z.strictObject({ months: z.int().min(1).max(120), source: text, wording: gradeOfWording }),
  sections: z
    .array(
      z.strictObject({
        id: assessmentName,
        title: text,
        about: text.optional(),
        questions: z.array(question).min(1).max(QUESTIONS_MAX).refine(unique, 'must not name a question twice'),
      }),
    )
    .min(1)
    .max(SECTIONS_MAX)
    .refine(unique, 'must not name a section twice'),
});
export type AssessmentKind = z.infer<typeof assessmentKind>;
export type Section = AssessmentKind['sections'][number];

/** Those that come with Kith, in the order in which a service needs them. */
const SHIPPED = ['children_access', 'illegal_content', 'childrens_risk', 'measures_record'] as const;

/** @throws RegistryError where a file can't be used; says every line at fault */
export function readKind(path: string): AssessmentKind {
  const read = readYamlFile(path, assessmentKind);
  if (!read.ok) throw new RegistryError(`The assessments can't be used:\n${formatProblems(read.problems)}`);
  return read.value;
}

let shipped: readonly AssessmentKind[] | undefined;

/** Read once. @throws RegistryError where the installation is damaged */
export function shippedKinds(): readonly AssessmentKind[] {
  shipped ??= SHIPPED.map((name) => readKind(join(import.meta.dirname, 'kinds', `${name}.yaml`)));
  return shipped;
}
