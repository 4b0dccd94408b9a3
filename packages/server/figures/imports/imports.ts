/** What an operator put beside the figures that come with Kith: one file an import, in a folder of the operator's own. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RulesError } from '../../rules-error.ts';
import { quarterRow } from './quarters.ts';

/** A release a quarter and a reply a force for years; whoever has more merges them. */
const IMPORTS_MAX = 500;
/** Caveats of an import: what nobody reads warns nobody. */
const CAVEATS_MAX = 20;
const END = '.json';

export const importDay = z.iso.date('must be a day such as 2026-04-23');
/** Releases say the day, replies often the month alone. */
export const importPublished = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$/, 'must be a day or a month such as 2026-04-23 or 2026-04')
  .refine((text) => text.length === 7 || z.iso.date().safeParse(text).success, 'is no day of the calendar');
export const importCaveats = z.array(z.string().trim().min(1).max(500)).max(CAVEATS_MAX);
/** Whose requests were answered, as readers are told. */
export const importBy = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 letters');
export const importSource = z.url({ protocol: /^https?$/, error: 'must be the address of the source' });

const common = {
  /** the file's own name, without its folders */
  file: z.string().min(1).max(255),
  /** of the file as it was given */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  read: importDay,
  caveats: importCaveats,
};
const stored = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('home-office'),
    ...common,
    source: importSource,
    published: importPublished,
    /** sheets that are not named for a year */
    leftOut: z.array(z.string()),
    quarters: z.array(quarterRow).min(1),
  }),
  z.strictObject({
    kind: z.literal('foi'),
    ...common,
    source: importSource.nullable(),
    /** whose requests were answered; imports of earlier releases of Kith don't say it */
    by: importBy.optional(),
    /** null where each line says it itself */
    published: importPublished.nullable(),
    /** the file's text as it was given: its lines keep their numbers */
    csv: z.string(),
  }),
]);
type Stored = z.infer<typeof stored>;
export type Import = Stored & {
  /** home-office-2026-04-23-1a2b3c4d */
  readonly name: string;
};
export type ImportOf<K extends Import['kind']> = Extract<Import, { kind: K }>;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const nameOf = ({ kind, published, read, sha256 }: Stored): string =>
  `${kind}-${published ?? read}-${sha256.slice(0, 8)}`;

/** The names of the files in the folder that are imports, by the alphabet; none where there is no folder yet. */
export function importFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(END))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** All imports of a folder, those first that were published first. @throws RulesError */
export function readImports(folder: string): readonly Import[] {
  const files = importFiles(folder);
  if (files.length > IMPORTS_MAX)
    throw new RulesError(`The figures can't be used: ${folder} holds more than ${IMPORTS_MAX} imports`);
  const imports = files.map((file): Import => {
    let content: unknown;
    try {
      content = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    } catch (error) {
      throw new RulesError(
        `The figures can't be used: ${join(folder, file)}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    const read = stored.safeParse(content);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new RulesError(
        `The figures can't be used: ${join(folder, file)}: ${issue?.path.join('.')} ${issue?.message}`,
      );
    }
    return { ...read.data, name: file.slice(0, -END.length) };
  });
  const age = ({ published, read, name }: Import): string => `${published ?? read} ${name}`;
  return imports.sort((a, b) => (age(a) < age(b) ? -1 : 1));
}

/** Puts an import into the folder, whole or not at all. @returns it, and whether the same file was there already */
export function writeImport(folder: string, what: Stored): { made: Import; already: boolean } {
  const made: Import = { ...what, name: nameOf(what) };
  mkdirSync(folder, { recursive: true });
  const already = importFiles(folder).includes(`${made.name}${END}`);
  const path = join(folder, `${made.name}${END}`);
  writeFileSync(`${path}.new`, `${JSON.stringify(what)}\n`);
  renameSync(`${path}.new`, path);
  return { made, already };
}

/** Takes an import away. @returns false where there is none of that name */
export function removeImport(folder: string, name: string): boolean {
  if (!importFiles(folder).includes(`${name}${END}`)) return false;
  rmSync(join(folder, `${name}${END}`));
  return true;
}
