/** What a form asks for, as a list: which field a problem belongs to, and what a value says in words. */
import type { FormField, FormSection, ReferralProblem } from '@kith/contract';
import { isObject, type Json, join, keysOf, valueAt } from './paths.ts';

/** Fields that are in front of somebody: those of rows once for each row, by their whole paths. */
export interface PlacedField {
  path: string;
  field: FormField;
}

const fieldsOf = (form: readonly FormSection[]): FormField[] => form.flatMap(({ fields }) => fields);

function placed(field: FormField, at: string, content: Json): PlacedField[] {
  const path = join(at, field.path);
  const rows = field.type === 'rows' ? valueAt(content, path) : undefined;
  const inner = Array.isArray(rows)
    ? rows.flatMap((_, i) => (field.fields ?? []).flatMap((one) => placed(one, join(path, i), content)))
    : [];
  return [{ path, field }, ...inner];
}

/** In the order of the form. */
export const placedFields = (form: readonly FormSection[], content: Json): PlacedField[] =>
  fieldsOf(form).flatMap((field) => placed(field, '', content));

const begins = (path: readonly string[], with_: readonly string[]): boolean => with_.every((key, i) => path[i] === key);

/**
 * Which field a problem is shown beside: the one of its path, else the nearest around it, else the first within it. null where
 * the form has none of these: it is said at the top alone.
 */
export function fieldOf(problem: Pick<ReferralProblem, 'path'>, all: readonly PlacedField[]): string | null {
  const keys = keysOf(problem.path);
  if (keys.length === 0) return null;
  const around = all.filter(({ path }) => begins(keys, keysOf(path)));
  const nearest = around.toSorted((a, b) => keysOf(b.path).length - keysOf(a.path).length)[0];
  return (nearest ?? all.find(({ path }) => begins(keysOf(path), keys)))?.path ?? null;
}

/** Problems by the field that they are shown beside. */
export function problemsByField(
  problems: readonly ReferralProblem[],
  all: readonly PlacedField[],
): ReadonlyMap<string, readonly ReferralProblem[]> {
  const by = new Map<string, ReferralProblem[]>();
  for (const problem of problems) {
    const path = fieldOf(problem, all);
    if (path !== null) by.set(path, [...(by.get(path) ?? []), problem]);
  }
  return by;
}

/** These keep it from being checked; the others are for people to weigh. */
export const isInTheWay = ({ kind }: Pick<ReferralProblem, 'kind'>): boolean =>
  kind === 'wrong' || kind === 'missing_required';

/** How yes, no and times are said. */
export interface Saying {
  yes: string;
  no: string;
  moment(at: string): string;
  day(at: string): string;
  /** evidence by its id */
  evidence(id: string): string;
}

/** A value as one who reads it would say it, a line each; nothing where there is none. */
export function linesOf(field: FormField, value: Json | undefined, saying: Saying): string[] {
  if (value === undefined || value === null || value === '') return [];
  const option = (one: Json): string => field.options?.find((known) => known.value === one)?.label ?? String(one);
  switch (field.type) {
    case 'long_text':
      // on one line: it is read as a whole where it stands
      return [String(value).replace(/\s*[\r\n]+\s*/g, ' ')];
    case 'text':
    case 'number':
      return [String(value)];
    case 'time':
      return [isMoment(value) ? saying.moment(value) : String(value)];
    case 'date':
      return [isMoment(value) ? saying.day(value) : String(value)];
    case 'yes_no':
      return [value === true ? saying.yes : value === false ? saying.no : String(value)];
    case 'choice':
      return [option(value)];
    case 'choices':
      return (Array.isArray(value) ? value : [value]).map(option);
    case 'list':
      return (Array.isArray(value) ? value : [value]).map(String);
    case 'evidence':
      return (Array.isArray(value) ? value : [value]).map((one) => saying.evidence(String(one)));
    case 'rows':
      return (Array.isArray(value) ? value : []).flatMap((row, i) => rowLines(field, row, i, saying));
    default:
      return field.type satisfies never;
  }
}

const isMoment = (value: Json): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value));

function rowLines({ fields }: FormField, row: Json, index: number, saying: Saying): string[] {
  if (!isObject(row)) return [`${index + 1}. ${String(row)}`];
  const inner = (fields ?? []).flatMap((field) => {
    const lines = linesOf(field, valueAt(row, field.path), saying);
    return lines.length === 0 ? [] : [`${field.label}: ${lines.join('; ')}`];
  });
  return [`${index + 1}. ${inner.join(' · ')}`];
}
