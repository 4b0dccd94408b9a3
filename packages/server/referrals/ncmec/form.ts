/**
 * The form of a report, made from the description of its XML: each field's place, kind, limit and choices come from there. Its
 * words are words.*.yaml; the official names of values never stand on it.
 */
import type { Field, FieldWords, Section } from '../kinds/fields.ts';
import { documentsOf } from './schema/documents.ts';
import type { Dialect, Elements, Leaf, Part } from './schema/shape.ts';
import type { NcmecWords } from './words.ts';

/** A text that may be longer than this, UTF-16 code units, is prose. */
const LINE_MAX = 512;
/** What NCMEC gives, the operator's settings say, or the audit log: nobody fills it in. */
const NOT_FILLED_IN: readonly string[] = ['batchedReport', 'reporter', 'reportId', 'fileId', 'fileViewedByEsp'];
/** Of the ways to communicate those that a form offers; the others may be there all the same, by the API. */
const WAYS_OFFERED: readonly string[] = ['chatImIncident', 'webPageIncident', 'onlineGamingIncident', 'emailIncident'];
/** Which field of a row says which it is. */
const TITLED_BY: Readonly<Record<string, string>> = {
  victim: 'espIdentifier',
  intendedRecipient: 'espIdentifier',
  files: 'evidence',
};
const SECTIONS: readonly (readonly [name: string, parts: readonly string[]])[] = [
  ['incident', ['incidentSummary']],
  ['where', ['internetDetails']],
  ['reported', ['personOrUserReported']],
  ['victims', ['victim']],
  ['recipients', ['intendedRecipient']],
  ['police', ['lawEnforcement']],
  ['more', ['additionalInfo']],
];

/** @param incidentTypes those that the operator offers */
export function ncmecSections(dialect: Dialect, incidentTypes: readonly string[]): Section[] {
  const { report, fileDetails } = documentsOf(dialect);
  const offered = (field: Field): Field =>
    field.path === 'incidentSummary.incidentType' ? { ...field, options: incidentTypes } : field;
  const sections = SECTIONS.map(([name, keys]): Section => {
    const parts = report.parts.filter(({ key }) => keys.includes(key));
    return { name, fields: parts.flatMap((part) => fieldsOf(part, '')).map(offered) };
  });
  const evidence: Field = { path: 'evidence', type: 'evidence', required: true };
  const details = fileDetails.parts.flatMap((part) => fieldsOf(part, 'details.'));
  const files: Field = { path: 'files', type: 'rows', fields: [evidence, ...details], titledBy: 'evidence' };
  return [...sections.slice(0, -1), { name: 'files', fields: [files] }, ...sections.slice(-1)];
}

/** One part is a field; elements that come once at most are their fields. */
function fieldsOf(part: Part, prefix: string): Field[] {
  if (NOT_FILLED_IN.includes(part.key)) return [];
  const path = `${prefix}${part.key}`;
  if (part.node.is === 'leaf') return [leafField(part, part.node.leaf, path)];
  if (!part.many) return inside(part.node, `${path}.`);
  const titledBy = TITLED_BY[part.key];
  return [
    {
      ...{ path, type: 'rows', fields: inside(part.node, '') },
      ...(part.required && { required: true }),
      ...(titledBy !== undefined && { titledBy }),
    },
  ];
}

const inside = (node: Elements, prefix: string): Field[] =>
  node.parts
    .filter(({ key }) => !node.choice || WAYS_OFFERED.includes(key))
    .flatMap((inner) => fieldsOf(inner, prefix));

function leafField(part: Part, leaf: Leaf, path: string): Field {
  const required = part.required ? ({ required: true } as const) : {};
  if (part.many) return { path, type: 'list', sensitive: true, ...required };
  switch (leaf.is) {
    case 'text': {
      const long = leaf.pattern === null && (leaf.limit === null || leaf.limit > LINE_MAX);
      const max = leaf.limit === null ? {} : { max: leaf.limit };
      return { path, type: long ? 'long_text' : 'text', sensitive: true, ...max, ...required };
    }
    case 'one_of':
      return { path, type: 'choice', options: leaf.values, ...required };
    case 'yes_no':
    case 'presence':
      return { path, type: 'yes_no', ...required };
    case 'whole':
    case 'decimal':
      return { path, type: 'number', ...required };
    case 'moment':
      return { path, type: 'time', ...required };
    case 'day':
      return { path, type: 'date', ...required };
    default:
      return leaf satisfies never;
  }
}

/**
 * Words for every field: the same person, address or sign-in stands in many places, and has the same words there. The last part
 * of a path that there are words for counts; a field of what is not repeated is said with what it is of.
 */
export function fieldWords(sections: readonly Section[], words: NcmecWords): FieldWords {
  const labels: Record<string, string> = {};
  const help: Record<string, string> = { ...words.help };
  const options: Record<string, string> = {};
  const say = (fields: readonly Field[], prefix: string): void => {
    for (const field of fields) {
      const name = prefix === '' ? field.path : `${prefix}.${field.path}`;
      const steps = field.path.split('.');
      labels[name] = labelOf(steps, words);
      const helped = words.help[steps.at(-1) ?? ''];
      if (helped !== undefined) help[name] = helped;
      for (const value of field.options ?? []) {
        const label = words.options[`${steps.at(-1)}=${value}`] ?? words.options[value];
        if (label !== undefined) options[`${name}=${value}`] = label;
      }
      say(field.fields ?? [], name);
    }
  };
  for (const { fields } of sections) say(fields, '');
  return { titles: words.titles, help, labels, options, yes: words.yes, no: words.no };
}

function labelOf(steps: readonly string[], { labels, within }: NcmecWords): string {
  const own = labels[steps.slice(-2).join('.')] ?? labels[steps.at(-1) ?? ''] ?? steps.join('.');
  const around = steps
    .slice(0, -1)
    .map((step) => within[step])
    .filter((one) => one !== undefined);
  return [...around, own].join(': ');
}
