/** The lists of known material that the operator's file names: where each comes from, how it is read, what it may cause. */
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../ground/config/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';
import { RulesError } from '../../rules-error.ts';
import { certificates } from './sources/certificates.ts';
import { ncmec, ncmecUrl } from './sources/ncmec/settings.ts';
import { auth } from './sources/secret.ts';
import { checkWhere } from './sources/where.ts';

/** Lists at most: there are a handful of sources in the world, some with a list a category. */
export const LISTS_MAX = 64;
/** The list of what people here ruled; no source may have its name. */
export const OWN_LIST = 'own';

const HOUR_MS = 3_600_000;

/** What says that a file is whole: its SHA-256, beside it (as sha256sum writes it), or told. */
const checksum = z.enum(['required', 'where there is one', 'none']).default('where there is one');

const file = z.strictObject({
  kind: z.literal('file'),
  path: z.string().min(1),
  /** in PATH.sha256 */
  checksum,
});

const https = z
  .strictObject({
    kind: z.literal('https'),
    url: z.url({ protocol: /^https?$/, error: 'must be an https URL' }),
    /** its SHA-256, as sha256sum writes it; on the same host */
    checksumUrl: z.url({ protocol: /^https?$/, error: 'must be an https URL' }).optional(),
    auth: auth.optional(),
    /** lets the address be private, and on this machine the URL http */
    allowPrivate: z.boolean().default(false),
    ca: certificates,
    /** the largest file that is taken */
    bytesMax_MB: z.int().min(1).max(32_768).default(4_096),
    /** how long one import may take, with all tries */
    minutesMax: z.number().min(1).max(1_440).default(240),
    /** what says how old it is: that its source answered, or the time that the source says it was changed */
    freshBy: z.enum(['answer', 'lastModified']).default('answer'),
  })
  .superRefine((source, context) => {
    checkWhere(source, context);
    if (source.checksumUrl === undefined) return;
    checkWhere({ ...source, url: source.checksumUrl }, context, 'checksumUrl');
    // what it is asked with must go nowhere else
    if (URL.parse(source.checksumUrl)?.origin !== URL.parse(source.url)?.origin) {
      context.addIssue({ code: 'custom', path: ['checksumUrl'], message: 'must be on the same host as url' });
    }
  });

const source = z.discriminatedUnion('kind', [file, https, ncmec], { error: 'must be of kind: file, https, ncmec' });
export type FileSource = z.output<typeof file>;
export type HttpsSource = z.output<typeof https>;

/** A column's number, from 1. */
const place = z.int().min(1).max(256);
/** By its name in the first line, or its number. */
const column = z.union([z.string().min(1).max(128), place]);

const columns = z
  .strictObject({
    kind: z.literal('columns'),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    header: z.boolean().default(true),
    hashes: z.strictObject({
      ...{ md5: column.optional(), sha1: column.optional(), sha256: column.optional(), pdq: column.optional() },
    }),
    id: column.optional(),
    category: column.optional(),
    quality: column.optional(),
    only: z.strictObject({ column, values: z.array(z.string()).min(1).max(64) }).optional(),
  })
  .superRefine(({ header, hashes, id, category, quality, only }, context) => {
    const named = [...Object.values(hashes), id, category, quality, only?.column].filter((c) => c !== undefined);
    if (Object.values(hashes).every((c) => c === undefined)) {
      context.addIssue({ code: 'custom', path: ['hashes'], message: 'must name one column at least' });
    }
    if (!header && named.some((c) => typeof c === 'string')) {
      context.addIssue({ code: 'custom', path: ['hashes'], message: 'must be numbers where there is no header' });
    }
  });

/** As it is decoded, small; all that begin so where it ends with *. */
const trackingParameter = z
  .string()
  .regex(/^[^\s*=&A-Z]{1,64}\*?$/, 'must be a parameter in small letters, which may end with *');

const format = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('plain') }),
    columns,
    z.strictObject({
      kind: z.literal('threatexchange'),
      tags: z.array(z.string().min(1)).min(1).max(64).optional(),
      collaboration: z.string().min(1).optional(),
    }),
    z.strictObject({
      kind: z.literal('links'),
      delimiter: z.enum([',', ';', '\t', '|']).optional(),
      header: z.boolean().default(false),
      link: place.default(1),
      id: place.optional(),
      category: place.optional(),
      trackingParameters: z.array(trackingParameter).max(128).optional(),
      sharedHosts: z.boolean().default(false),
    }),
  ],
  { error: 'must be of kind: plain, columns, threatexchange, links' },
);
export type FormatSettings = z.output<typeof format>;

const list = z.strictObject({
  /** names the list in decisions, cases, logs and metrics */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be small letters, digits and hyphens, 32 at most'),
  /** whether people verified what is in it: all, none, or what has one of these categories. Only that blocks by itself */
  verified: z.union([z.boolean(), z.array(z.string().min(1).max(64)).min(1).max(64)]).default(false),
  everyHours: z.number().min(0.25).max(744).default(24),
  /** it is stale, and somebody should look, when it is older than so many times everyHours */
  staleAfter: z.number().min(1.1).max(100).default(3),
  /** an import with a larger share of bad lines is refused, 0 to 1 */
  badShareMax: z.number().min(0).max(1).default(0.01),
  /** a whole list that has become smaller by a larger share is refused, 0 to 1: it was cut off, or is another one */
  shrinkShareMax: z.number().min(0).max(1).default(0.3),
  /** refused where a larger share of what is in use is not in it any more, 0 to 1: it may be another list */
  vanishShareMax: z.number().min(0).max(1).default(0.3),
  /** whether nothing may be in it; else that is taken for a failure of its source */
  mayBeEmpty: z.boolean().default(false),
  from: source,
  format: format.default({ kind: 'plain' }),
});
export type ListSettings = z.output<typeof list>;

export const listsFile = z
  .array(list)
  .max(LISTS_MAX)
  .superRefine((all, context) => {
    const seen = new Set<string>([OWN_LIST]);
    for (const [i, { name }] of all.entries()) {
      const message = name === OWN_LIST ? `"${OWN_LIST}" is the list of your own rulings` : `"${name}" is there twice`;
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [i, 'name'], message });
      seen.add(name);
    }
  });

/** The lists of the configuration's file; none where there is none. Throws a RulesError where it can't be used. */
export function readLists({ lists: { file: path } }: Config): readonly ListSettings[] {
  if (path === null) return [];
  const read = readYamlFile(path, listsFile);
  if (!read.ok) throw new RulesError(`The lists can't be used:\n${formatProblems(read.problems)}`);
  return read.value;
}

/** Where a list comes from, to tell it by: a file's name, or a host; no path and no secret. */
export function whereFrom({ from }: Pick<ListSettings, 'from'>): string {
  switch (from.kind) {
    case 'file':
      return basename(from.path);
    case 'https':
      return new URL(from.url).host;
    case 'ncmec':
      return ncmecUrl(from).host;
    default:
      return from satisfies never;
  }
}

/** Whether its source takes from programs that an entry is wrong; else it is in a file that the operator hands over. */
export const takesFeedback = ({ from }: Pick<ListSettings, 'from'>): boolean => from.kind === 'ncmec' && from.feedback;

/** Where downloads lie until they are imported, on this machine. */
export const spoolOf = ({ store }: Pick<Config, 'store'>): string => join(store.folder, 'lists');

export const everyOf_ms = ({ everyHours }: ListSettings): number => everyHours * HOUR_MS;

/** How old a list may be, milliseconds. */
export const staleAfter_ms = (settings: ListSettings): number => everyOf_ms(settings) * settings.staleAfter;

/** Whether people verified an entry of a category. */
export const isVerified = ({ verified }: Pick<ListSettings, 'verified'>, category: string): boolean =>
  typeof verified === 'boolean' ? verified : verified.includes(category);
