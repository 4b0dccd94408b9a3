/**
 * How the CyberTipline's documents are described: as Zod schemas whose keys are the elements' names in the order that NCMEC
 * documents, with what XML needs to know beside them. This one description gives the types, the checks of what people fill
 * in, what is written (../xml/write.ts), our own XSD (xsd.ts) and the form (../form/).
 */
import { z } from 'zod';

/**
 * What differs between the sources of the facts, so that an operator sets it by their copy of the XSD. `associatedAccount` is
 * told apart by `type` in the XSD of November 2025 (grade X), by `accountType` in the documentation of 2026 (grade S).
 */
export const dialect = z.strictObject({
  associatedAccountType: z.enum(['type', 'accountType']).default('accountType'),
  /** accountTemporarilyDisabled and accountPermanentlyDisabled: in one reading of 2026, not in another (grade S both) */
  disabledFlags: z.boolean().default(true),
  /** `fileName` beside `originalFileName`: in the XSD of November 2025 (grade X), not in the documentation of 2026 (grade S) */
  fileName: z.boolean().default(false),
  /** what the documentation of 2026 adds (grade S): `informational`, `ageAssertionDiscrepancy`, `thirdPartyHostedContent` */
  additions2026: z.boolean().default(true),
});
export type Dialect = z.output<typeof dialect>;
export const DIALECT: Dialect = dialect.parse({});

/** Elements that only some dialects have. */
export type Switch = Exclude<keyof Dialect, 'associatedAccountType'>;

/**
 * The longest text where NCMEC names no limit, UTF-16 code units. A conversation of two weeks is far under it; longer is
 * most likely a mistake, and goes as a file.
 */
export const TEXT_MAX = 200_000;
/** The most of one element that may come many times: a year of sign-ins every hour is under it. */
export const MANY_MAX = 10_000;
/** The largest report number: the schema's type is a 64-bit integer (grade X). */
const REPORT_DIGITS = /^[1-9][0-9]{0,17}$/;

/** What a value becomes. */
export type Leaf =
  /** `limit`: UTF-16 code units; null where NCMEC names none. `required`: never empty */
  | { is: 'text'; limit: number | null; pattern: string | null }
  | { is: 'one_of'; values: readonly string[] }
  | { is: 'yes_no' }
  /** an element that says something by being there; false: it is not there */
  | { is: 'presence' }
  | { is: 'whole'; min: number; max: number }
  | { is: 'decimal'; min: number; max: number }
  | { is: 'moment' }
  | { is: 'day' };

interface Meta {
  leaf: Leaf | null;
  place: 'element' | 'attribute' | 'body';
  /** the name of its type in our XSD: people, addresses and such stand in many places */
  type: string | null;
  /** exactly one of its elements */
  choice: boolean;
  only: Switch | null;
  /** the attribute whose name is the dialect's */
  accountType: boolean;
}

const PLAIN: Meta = { leaf: null, place: 'element', type: null, choice: false, only: null, accountType: false };
const metas = z.registry<Meta>();

function mark<S extends z.ZodType>(schema: S, more: Partial<Meta>): S {
  metas.add(schema, { ...PLAIN, ...metas.get(schema), ...more });
  return schema;
}

const leaf = <S extends z.ZodType>(schema: S, what: Leaf): S => mark(schema, { leaf: what });

/** Text; beyond `limit` it is cut when it is written, and the rest goes with the report in a file. Empty: not filled in. */
export const text = (limit: number | null = null) =>
  leaf(z.string().max(TEXT_MAX), { is: 'text', limit, pattern: null });
/** Text of a fixed form, which is never cut: what doesn't fit is refused. */
export const formed = (pattern: RegExp, limit: number | null = null) =>
  leaf(
    z
      .string()
      .max(limit ?? TEXT_MAX)
      .refine((said) => said === '' || pattern.test(said), { error: `must be of the form ${pattern.source}` }),
    { is: 'text', limit, pattern: pattern.source },
  );
export const oneOf = <const T extends readonly string[]>(values: T) => leaf(z.enum(values), { is: 'one_of', values });
export const yesNo = () => leaf(z.boolean(), { is: 'yes_no' });
export const presence = () => leaf(z.boolean(), { is: 'presence' });
export const whole = (min: number, max: number) => leaf(z.int().min(min).max(max), { is: 'whole', min, max });
export const decimal = (min: number, max: number) => leaf(z.number().min(min).max(max), { is: 'decimal', min, max });
/** XML has no year 0, and NCMEC wants a time zone. */
export const moment = () =>
  leaf(
    z.iso.datetime({ offset: true }).refine((said) => !said.startsWith('0000'), 'must be a real time'),
    { is: 'moment' },
  );
export const day = () =>
  leaf(
    z.iso.date().refine((said) => !said.startsWith('0000'), 'must be a real date'),
    { is: 'day' },
  );
export const reportNumber = () => formed(REPORT_DIGITS);

export const attribute = <S extends z.ZodType>(schema: S): S => mark(schema, { place: 'attribute' });
/** The text of an element that has attributes. */
export const body = <S extends z.ZodType>(schema: S): S => mark(schema, { place: 'body' });
export const accountTypeAttribute = <S extends z.ZodType>(schema: S): S =>
  mark(schema, { place: 'attribute', accountType: true });
/** Only in dialects that have it; left out of what is written otherwise. */
export const only = <S extends z.ZodType>(named: Switch, schema: S): S => mark(schema, { only: named });

export const elements = <S extends z.core.$ZodLooseShape>(shape: S, type: string | null = null) =>
  mark(z.strictObject(shape), { type });
/** Exactly one of them. */
export const choice = <S extends z.core.$ZodLooseShape>(shape: S) =>
  mark(
    z.strictObject(shape).refine((value) => Object.values(value).filter((one) => one !== undefined).length === 1, {
      error: 'must be exactly one of these',
    }),
    { choice: true },
  );
export const many = <S extends z.ZodType>(schema: S) => z.array(schema).max(MANY_MAX);

/** A description without Zod, made for one dialect: what writing, the XSD and the form walk through. */
export type Node = { is: 'leaf'; leaf: Leaf } | Elements;
export interface Elements {
  is: 'elements';
  type: string | null;
  choice: boolean;
  parts: readonly Part[];
}
export interface Part {
  /** in the content */
  key: string;
  /** in the XML */
  name: string;
  place: Meta['place'];
  required: boolean;
  many: boolean;
  node: Node;
}

/** @throws where the description itself is wrong: something in it was not made by the functions above */
export function describe(schema: z.ZodType, said: Dialect): Node {
  const meta = metas.get(schema);
  if (meta === undefined) throw new Error('not described for XML');
  if (meta.leaf !== null) return { is: 'leaf', leaf: meta.leaf };
  if (!(schema instanceof z.ZodObject)) throw new Error('neither elements nor a value');
  const parts: Part[] = [];
  for (const [key, field] of Object.entries(schema.shape)) {
    const { inner, required, repeated } = unwrap(field);
    const own = metas.get(inner);
    if (own === undefined) throw new Error(`${key} is not described for XML`);
    if (own.only !== null && !said[own.only]) continue;
    const name = own.accountType ? said.associatedAccountType : key;
    parts.push({ key, name, place: own.place, required, many: repeated, node: describe(inner, said) });
  }
  return { is: 'elements', type: meta.type, choice: meta.choice, parts };
}

/** As `describe`, for a document: always elements. */
export function describeRoot(schema: z.ZodObject, said: Dialect): Elements {
  const node = describe(schema, said);
  if (node.is === 'leaf') throw new Error('a document is no value');
  return node;
}

function unwrap(field: unknown): { inner: z.ZodType; required: boolean; repeated: boolean } {
  if (field instanceof z.ZodOptional) return { ...unwrap(field.unwrap()), required: false };
  if (field instanceof z.ZodArray) return { ...unwrap(field.unwrap()), repeated: true };
  if (field instanceof z.ZodType) return { inner: field, required: true, repeated: false };
  throw new Error('not a schema');
}
