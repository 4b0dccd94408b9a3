/**
 * The fields of a kind's content as data, without words: from one table come the form that people fill in, and the sections
 * that they read and copy from.
 */
import type { FormField, FormSection, ReadableSection } from '@kith/contract';

export interface Field {
  /** where its value lies: in the content, or in the row */
  path: string;
  type: FormField['type'];
  required?: true;
  max?: number;
  options?: readonly string[];
  /** of rows: what each has */
  fields?: readonly Field[];
  /** personal, or what was said: people see it by opening the referral alone */
  sensitive?: true;
  /** of rows: each is read as a section of its own, by the value of this field */
  titledBy?: string;
}

export interface Section {
  /** for its title in words */
  name: string;
  fields: readonly Field[];
}

/** By names: `reporter`, `reporter.firstName`, `accounts.emails.address`; options by `accounts.role=recipient`. */
export interface FieldWords {
  titles: Readonly<Record<string, string>>;
  help: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  options: Readonly<Record<string, string>>;
  yes: string;
  no: string;
}

const within = (prefix: string, path: string): string => (prefix === '' ? path : `${prefix}.${path}`);
const labelOf = ({ labels }: FieldWords, name: string): string => labels[name] ?? name;

export const formOf = (sections: readonly Section[], words: FieldWords): FormSection[] =>
  sections.map(({ name, fields }) => ({
    ...{ title: words.titles[name] ?? name, help: words.help[name] ?? null },
    fields: fields.map((field) => formFieldOf(field, '', words)),
  }));

function formFieldOf(field: Field, prefix: string, words: FieldWords): FormField {
  const { path, type, required = false, max = null, options, fields, sensitive = false } = field;
  const name = within(prefix, path);
  return {
    ...{ path, label: labelOf(words, name), help: words.help[name] ?? null, type, required, max, sensitive },
    options: options?.map((value) => ({ value, label: words.options[`${name}=${value}`] ?? value })) ?? null,
    fields: fields?.map((inner) => formFieldOf(inner, name, words)) ?? null,
  };
}

type Line = ReadableSection['lines'][number];

/** What has a value, in the order of the form. */
export function readableOf(sections: readonly Section[], content: unknown, words: FieldWords): ReadableSection[] {
  return sections.flatMap(({ name, fields }) => {
    const title = words.titles[name] ?? name;
    const whole = fields.filter(({ titledBy }) => titledBy === undefined);
    const lines = whole.flatMap((field) => linesOf(field, '', content, words));
    const apart = fields.filter(({ titledBy }) => titledBy !== undefined);
    return [
      ...(lines.length > 0 ? [{ title, lines }] : []),
      ...apart.flatMap((field) => sectionsOf(field, content, words)),
    ];
  });
}

function sectionsOf(field: Field, content: unknown, words: FieldWords): ReadableSection[] {
  const { path, titledBy = '', fields = [] } = field;
  return rowsAt(content, path).map((row) => ({
    title: `${labelOf(words, path)}: ${String(valueAt(row, titledBy) ?? '')}`,
    lines: fields.flatMap((inner) => linesOf(inner, path, row, words)),
  }));
}

function linesOf(field: Field, prefix: string, value: unknown, words: FieldWords): Line[] {
  const { path, type, fields = [] } = field;
  const name = within(prefix, path);
  const label = labelOf(words, name);
  if (type === 'rows') {
    const one = fields.length === 1;
    return rowsAt(value, path).flatMap((row, i) =>
      fields.flatMap((inner) =>
        linesOf(inner, name, row, words).map((line) => ({
          label: one ? `${label} ${i + 1}` : `${label} ${i + 1}, ${line.label}`,
          text: line.text,
        })),
      ),
    );
  }
  const found = valueAt(value, path);
  if (Array.isArray(found))
    return found.map((each, i) => ({ label: `${label} ${i + 1}`, text: said(each, name, words) }));
  return found === undefined || found === null || found === '' ? [] : [{ label, text: said(found, name, words) }];
}

function said(value: unknown, name: string, { options, yes, no }: FieldWords): string {
  if (typeof value === 'boolean') return value ? yes : no;
  return options[`${name}=${String(value)}`] ?? String(value);
}

const rowsAt = (value: unknown, path: string): readonly unknown[] => {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
};

/** What lies at a path of a plain value: `reporter.firstName`; undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}
