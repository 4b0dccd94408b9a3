/** How far each part of a form is, and in which order the parts are worked on. Pure. */
import type { FormField, FormSection, ReferralProblem } from '@kith/contract';
import { isInTheWay, placedFields } from './fields.ts';
import { type Json, valueAt } from './paths.ts';

/**
 * `wrong`: something keeps it from being checked; `known`: something is known and left out, or will be cut; `filled`: something is
 * said, and nothing is wrong with it; `empty`: nothing is said, and nothing needs to be.
 */
export type SectionState = 'wrong' | 'known' | 'filled' | 'empty';

export interface StandingSection {
  section: FormSection;
  state: SectionState;
  /** of problems, or of fields with a value */
  count: number;
}

const ORDER: readonly SectionState[] = ['wrong', 'known', 'filled', 'empty'];

export const isFilled = (content: Json, field: FormField): boolean => {
  const value = valueAt(content, field.path);
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
};

/** @param problems by the field that they are shown beside */
export function standingOf(
  section: FormSection,
  content: Json,
  problems: ReadonlyMap<string, readonly ReferralProblem[]>,
): StandingSection {
  const own = placedFields([section], content).flatMap(({ path }) => problems.get(path) ?? []);
  const ways = own.filter(isInTheWay).length;
  if (ways > 0) return { section, state: 'wrong', count: ways };
  if (own.length > 0) return { section, state: 'known', count: own.length };
  const count = section.fields.filter((field) => isFilled(content, field)).length;
  return { section, state: count > 0 ? 'filled' : 'empty', count };
}

/** What needs a person first; within that as the form has them. */
export const inOrder = (all: readonly StandingSection[]): StandingSection[] =>
  ORDER.flatMap((state) => all.filter((one) => one.state === state));
