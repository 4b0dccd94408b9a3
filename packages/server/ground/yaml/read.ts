/**
 * Reads the files that an operator owns (YAML 1.2) into a schema's shape, and says where a file is wrong. Two libraries do it:
 * js-yaml is five times as fast, which is a sixth of what starting Kith costs, and yaml knows where everything stands. Only a
 * file in which something is to be found is read by the latter, and whatever is said of a file is said by it.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fieldOf, nearest } from '@kith/contract';
import { load } from 'js-yaml';
import type * as Yaml from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';

const require = createRequire(import.meta.url);
/** Loaded when a place is first asked for. */
const yaml = (): typeof Yaml => require('yaml');

/** The largest file that is read, in bytes. The shipped ones are under 20 kB; a larger one was given by mistake. */
export const YAML_BYTES_MAX = 256 * 1024;

/** Of a file that is read quickly; eight make a value at most 256 times as large as what is written. */
const ALIASES_MAX = 8;

export interface FileProblem {
  file: string;
  /** from 1; 1 where it is the file as a whole */
  line: number;
  column: number;
  /** the path of the field at fault, '' for the file as a whole: tables.message.sent[3].when[0] */
  field: string;
  message: string;
}

/** Where a path of the read value stands in the file; the nearest parent of what is missing. */
export type Locate = (path: readonly PropertyKey[]) => { line: number; column: number };

export type ReadYaml<T> = { ok: true; value: T; locate: Locate } | { ok: false; problems: readonly FileProblem[] };

/** Problems as an editor or a terminal shows them, one a line: file:line:column field: message */
export function formatProblems(problems: readonly FileProblem[]): string {
  return problems
    .map((p) => `${p.file}:${p.line}:${p.column} ${p.field === '' ? '' : `${p.field}: `}${p.message}`)
    .join('\n');
}

const whole = (file: string, message: string): { ok: false; problems: FileProblem[] } => ({
  ok: false,
  problems: [{ file, line: 1, column: 1, field: '', message }],
});

/** Reads a file. Never throws: a file that can't be read is a problem like any other. */
export function readYamlFile<S extends z.ZodType>(path: string, schema: S): ReadYaml<z.output<S>> {
  const bytes = Buffer.alloc(YAML_BYTES_MAX + 1);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    try {
      for (let n = -1; n !== 0 && length < bytes.length; length += n) {
        n = readSync(file, bytes, length, bytes.length - length, null);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return whole(path, 'there is no such file');
    if (code === 'EISDIR') return whole(path, 'is a folder; a file was expected');
    return whole(path, `can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    // a file past the limit may have been cut inside a character: its size is the problem, not its encoding
    const text =
      length > YAML_BYTES_MAX
        ? bytes.toString('latin1', 0, length)
        : new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
    return readYaml(text, path, schema);
  } catch {
    return whole(path, 'is not UTF-8 text');
  }
}

/** Reads text that is to have a schema's shape; `name` is what the file is called in problems. */
export function readYaml<S extends z.ZodType>(text: string, name: string, schema: S): ReadYaml<z.output<S>> {
  if (Buffer.byteLength(text) > YAML_BYTES_MAX) {
    return whole(name, `is larger than ${YAML_BYTES_MAX / 1024} kB, which is the limit`);
  }
  const quick = schema.safeParse(quickly(text));
  if (quick.success) return { ok: true, value: quick.data, locate: lazily(() => placesIn(text).locate) };
  return readSlowly(text, name, schema);
}

/** The value of a plain file; undefined for what is wrong, or has so many aliases that a small file could be a huge value. */
function quickly(text: string): unknown {
  try {
    return load(text, { maxAliases: ALIASES_MAX });
  } catch {
    return undefined;
  }
}

function lazily(make: () => Locate): Locate {
  let made: Locate | undefined;
  return (path) => {
    made ??= make();
    return made(path);
  };
}

function placesIn(text: string) {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const locate: Locate = (path) => at(offsetOf(doc, path));
  return { doc, at, locate };
}

function readSlowly<S extends z.ZodType>(text: string, name: string, schema: S): ReadYaml<z.output<S>> {
  const { doc, at, locate } = placesIn(text);
  const broken = [...doc.errors, ...doc.warnings];
  if (broken.length > 0) {
    return {
      ok: false,
      problems: broken.map((e) => ({
        file: name,
        ...at(e.pos[0]),
        field: '',
        message: `is not valid YAML: ${e.message}`,
      })),
    };
  }
  let value: unknown;
  try {
    value = doc.toJS();
  } catch (error) {
    return whole(name, `is not valid YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (value === null || value === undefined) return whole(name, 'is empty');
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data, locate };
  const problems = read.error.issues
    .flatMap((issue) => problemsOf(issue, schema, value))
    .map(({ path, message }) => ({
      file: name,
      ...locate(path),
      field: fieldOf(path),
      message,
    }));
  return { ok: false, problems };
}

/** Where in the text the value at a path begins (a key's own place for a field of a map); as far down as there is. */
function offsetOf(doc: Document, path: readonly PropertyKey[]): number {
  const { isMap, isNode } = yaml();
  let offset = isNode(doc.contents) ? (doc.contents.range?.[0] ?? 0) : 0;
  for (let depth = 1; depth <= path.length; depth++) {
    const parent = depth === 1 ? doc.contents : doc.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    const pair = isMap(parent) ? parent.items.find((p) => isNode(p.key) && String(p.key) === String(key)) : undefined;
    const node = pair ? pair.key : doc.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) return offset;
    offset = node.range[0];
  }
  return offset;
}

interface Complaint {
  path: readonly PropertyKey[];
  message: string;
}

/** An issue in words, with what was probably meant. */
function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): Complaint[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `is not a known name${meant(key, known) || listed(', which are', known)}`,
    }));
  }
  const found = issue.path.reduce<unknown>(
    (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
    value,
  );
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const hint = typeof found === 'string' ? meant(found, values) : '';
    const known = listed(' of', values) || ' of the known values';
    return [{ path: issue.path, message: `${shown(found)} is not one${known}${hint}` }];
  }
  if (found === undefined) return [{ path: issue.path, message: `is missing: ${expected(issue)}` }];
  return [
    {
      path: issue.path,
      message: issue.code === 'invalid_type' ? `${expected(issue)}, found ${shown(found)}` : issue.message,
    },
  ];
}

const expected = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.message;

/** Values of an operator's own file may be repeated to them; this much is enough to find one. */
const SHOWN_LENGTH_MAX = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
}

function meant(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? '' : `: did you mean ${near}?`;
}

/** Names that are listed in full: of two that look alike the likelier one is not always the one that was meant. */
const LISTED_MAX = 12;
const listed = (intro: string, names: readonly string[]): string =>
  names.length > 0 && names.length <= LISTED_MAX ? `${intro}: ${names.join(', ')}` : '';

/** The names that a schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: z.core.$ZodType | undefined = schema;
  for (const step of [...path, undefined]) {
    while (here instanceof z.ZodOptional || here instanceof z.ZodDefault) here = here.def.innerType;
    if (step === undefined) break;
    if (here instanceof z.ZodObject) here = here.shape[String(step)];
    else if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodRecord) here = here.valueType;
    else return [];
  }
  if (here instanceof z.ZodRecord && here.keyType instanceof z.ZodEnum) return here.keyType.options.map(String);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}
