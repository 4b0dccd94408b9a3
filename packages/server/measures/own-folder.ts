/**
 * The operator's own registry (KITH_MEASURES): a folder of codes of practice in the form of those that come with Kith. Each adds
 * measures to a code, or takes their place, by code and number; `whole: true` is a new version of a code as it is, and what it
 * doesn't have is gone. A folder with anything wrong in it is refused whole.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fieldOf } from '@kith/contract';
import { z } from 'zod';
import { type FileProblem, type ReadYaml, readYaml, readYamlFile } from '../ground/yaml/index.ts';
import { type Condition, TERMS } from './applies.ts';
import { OWN_FILE } from './calendar/settings.ts';
import { isCheckName } from './checks/index.ts';
import { isCountName } from './counts/index.ts';
import { type Code, code, type Measure, type Questions, type Shown, TESTS_ROOT } from './registry.ts';

/** Files at most: there are not so many codes in the world. */
const FILES_MAX = 32;

/** The code as it is written, and whether it is all of it. */
const ownCode = z.strictObject({ ...code.shape, whole: z.boolean().default(false) }).superRefine((own, context) => {
  const checked = code.safeParse(Object.fromEntries(Object.entries(own).filter(([name]) => name !== 'whole')));
  for (const { path, message } of checked.error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
});
export type OwnCode = z.infer<typeof ownCode>;

export type ReadOwn<T> = { ok: true; value: T } | { ok: false; problems: readonly FileProblem[] };

/** A code of practice as text; `name` is what it is called in problems. Never throws on what it is given. */
export const parseOwn = (text: string, name: string, questions: Questions): ReadOwn<OwnCode> =>
  checked(readYaml(text, name, ownCode), name, questions);

/** A code of practice from a file. Never throws on what is in it. */
export const readOwn = (path: string, questions: Questions): ReadOwn<OwnCode> =>
  checked(readYamlFile(path, ownCode), path, questions);

/** Every file of the folder, in the order of their names. All problems at once. */
export function readOwnFolder(folder: string, questions: Questions): ReadOwn<readonly OwnCode[]> {
  const whole = (file: string, message: string): FileProblem => ({ file, line: 1, column: 1, field: '', message });
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && name !== OWN_FILE);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [whole(folder, `can't be read: ${why}`)] };
  }
  if (names.length > FILES_MAX) {
    return { ok: false, problems: [whole(folder, `has ${names.length} files; ${FILES_MAX} is the most`)] };
  }
  const problems: FileProblem[] = [];
  const found = new Map<string, OwnCode>();
  for (const name of names.sort()) {
    const path = join(folder, name);
    const read = readOwn(path, questions);
    if (!read.ok) problems.push(...read.problems);
    else if (found.has(read.value.code))
      problems.push(whole(path, `another file has the code ${read.value.code}, too`));
    else found.set(read.value.code, read.value);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: [...found.values()] };
}

/** What a file refers to must be there: else it would never be shown, and nobody would know why. */
function checked(read: ReadYaml<OwnCode>, file: string, questions: Questions): ReadOwn<OwnCode> {
  if (!read.ok) return read;
  const { locate } = read;
  const problems = read.value.measures.flatMap((measure, i) =>
    complaintsOf(measure, questions).map(({ path, message }): FileProblem => {
      const at = ['measures', i, ...path];
      return { file, ...locate(at), field: fieldOf(at), message };
    }),
  );
  return problems.length > 0 ? { ok: false, problems } : read;
}

interface Complaint {
  path: readonly (string | number)[];
  message: string;
}

function complaintsOf(measure: Measure, questions: Questions): Complaint[] {
  const shown = measure.shown.flatMap((way, j): Complaint[] => {
    const message = unknownIn(way);
    return message === null ? [] : [{ path: ['shown', j], message }];
  });
  const unasked = namesIn(measure.applies).filter((name) => !isAsked(name, questions));
  return [
    ...unasked.map((name) => ({
      path: ['applies'],
      message: `${name} is neither a question's fact or risk nor a term`,
    })),
    ...shown,
  ];
}

function unknownIn(way: Shown): string | null {
  if ('counted' in way) return isCountName(way.counted) ? null : `Kith counts nothing named ${way.counted}`;
  if ('configured' in way) return isCheckName(way.configured) ? null : `there is no check ${way.configured}`;
  if ('tested' in way) return existsSync(join(TESTS_ROOT, way.tested)) ? null : `there is no test ${way.tested}`;
  return null;
}

const isAsked = (name: string, { facts, risks }: Questions): boolean =>
  facts.some(({ fact }) => fact === name) ||
  risks.some(({ risk, count }) => !count && risk === name) ||
  TERMS.some((term) => term === name);

function namesIn(asked: Condition): string[] {
  if (typeof asked === 'string') return [asked];
  if ('risk' in asked) return [asked.risk];
  if ('not' in asked) return namesIn(asked.not);
  return ('all' in asked ? asked.all : asked.any).flatMap(namesIn);
}

/** A code as it is in use, and which of its measures are the operator's. */
export interface CodeInUse extends Code {
  own: ReadonlySet<string>;
}

/** A code of Kith's with what the operator's file says otherwise. */
export function merge(shipped: Code | undefined, { whole, ...own }: OwnCode): CodeInUse {
  const ids = new Set(own.measures.map(({ id }) => id));
  if (shipped === undefined || whole) return { ...own, own: ids };
  const replaced = new Map(own.measures.map((measure) => [measure.id, measure]));
  const kept = shipped.measures.map((measure) => replaced.get(measure.id) ?? measure);
  const added = own.measures.filter(({ id }) => !shipped.measures.some((measure) => measure.id === id));
  return { ...own, measures: [...kept, ...added], own: ids };
}
