/** Reads cue files into one set of compiled cues: Kith's own, then the operator's. A broken file is refused whole. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EvidenceCode, evidenceCode, fieldOf } from '@kith/contract';
import {
  type CompiledCues,
  type Cue,
  CueError,
  type CueFile,
  type CueProblem,
  type CueSettings,
  compileCues,
} from '@kith/engine';
import { type FileProblem, formatProblems, type Locate, readYamlFile } from '../ground/yaml/index.ts';
import { type CueFileRead, cueFile } from './cue-file.ts';

export const shippedCuesFolder = fileURLToPath(new URL('cues/', import.meta.url));

export type LoadedCues = { ok: true; cues: CompiledCues } | { ok: false; problems: readonly FileProblem[] };

interface ReadFile {
  path: string;
  value: CueFileRead;
  locate: Locate;
}

/** The cue files that Kith ships, in the order of their names. */
export const shippedCueFiles = (): string[] =>
  readdirSync(shippedCuesFolder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(shippedCuesFolder, name));

/**
 * Kith's own cues and those of an operator's files, which may add cues, change what holds for a code, and switch cues off.
 * What is said of a code later counts. Never throws on what is in the files; gives all problems of a file at once.
 */
export function loadCues(own: readonly string[] = []): LoadedCues {
  return loadFiles([...shippedCueFiles(), ...own]);
}

/** The cues of these files alone, beside what Kith's own say of the codes. */
export function loadFiles(paths: readonly string[]): LoadedCues {
  const files: ReadFile[] = [];
  const problems: FileProblem[] = [];
  for (const path of paths) {
    const read = readYamlFile(path, cueFile);
    if (read.ok) files.push({ path, value: read.value, locate: read.locate });
    else problems.push(...read.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  const settings = settingsOf(files);
  if (!settings.ok) return settings;
  const off = switchedOff(files);
  if (!off.ok) return off;
  const made = files.map(({ value }) => cuesOf(value, off.names));
  try {
    return { ok: true, cues: compileCues(made, settings.codes) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problems: [problem(paths.at(-1) ?? '', error.message)] };
    if (!(error instanceof CueError)) throw error;
    return { ok: false, problems: error.problems.flatMap((wrong) => placed(wrong, files)) };
  }
}

let shipped: CompiledCues | undefined;

/** The cues that Kith ships. Throws where the installation is damaged. */
export function loadShippedCues(): CompiledCues {
  if (shipped === undefined) {
    const loaded = loadCues();
    if (!loaded.ok) throw new Error(`The shipped cues are damaged:\n${formatProblems(loaded.problems)}`);
    shipped = loaded.cues;
  }
  return shipped;
}

const problem = (file: string, message: string): FileProblem => ({ file, line: 1, column: 1, field: '', message });

function placed({ file, path, message }: CueProblem, files: readonly ReadFile[]): FileProblem[] {
  const from = files[file];
  return from === undefined ? [] : [{ file: from.path, ...from.locate(path), field: fieldOf(path), message }];
}

type Settled = { ok: true; codes: Record<EvidenceCode, CueSettings> } | { ok: false; problems: readonly FileProblem[] };

function settingsOf(files: readonly ReadFile[]): Settled {
  const said: Partial<Record<EvidenceCode, Partial<CueSettings>>> = {};
  for (const code of evidenceCode.options) {
    for (const { value } of files) {
      const { weight, cap, halfLifeDays } = value.codes?.[code] ?? {};
      said[code] = {
        ...said[code],
        ...(weight !== undefined && { weight }),
        ...(cap !== undefined && { cap }),
        ...(halfLifeDays !== undefined && { halfLifeDays }),
      };
    }
  }
  const problems: FileProblem[] = [];
  const settle = (code: EvidenceCode): CueSettings => {
    const { weight, cap, halfLifeDays } = said[code] ?? {};
    if (weight !== undefined && cap !== undefined && halfLifeDays !== undefined) return { weight, cap, halfLifeDays };
    problems.push(problem(files.at(-1)?.path ?? '', `no file says weight, cap and halfLifeDays of ${code}`));
    return { weight: 0, cap: 0, halfLifeDays: 1 };
  };
  const codes = Object.fromEntries(evidenceCode.options.map((code) => [code, settle(code)]));
  // it has every code, as it was made from them
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, codes: codes as Record<EvidenceCode, CueSettings> };
}

type SwitchedOff = { ok: true; names: ReadonlySet<string> } | { ok: false; problems: readonly FileProblem[] };

/** What files switch off must be there: a misspelt name would leave a cue on without a word. */
function switchedOff(files: readonly ReadFile[]): SwitchedOff {
  const known = new Set(files.flatMap(({ value }) => namesIn(value)));
  const problems = files.flatMap(({ path, value, locate }) =>
    (value.off ?? []).flatMap((name, i): FileProblem[] =>
      known.has(name)
        ? []
        : [{ file: path, ...locate(['off', i]), field: `off[${i}]`, message: `there is no cue ${name}` }],
    ),
  );
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, names: new Set(files.flatMap(({ value }) => value.off ?? [])) };
}

const namesIn = ({ language, codes = {} }: CueFileRead): string[] =>
  evidenceCode.options.flatMap((code) =>
    Object.keys(codes[code]?.cues ?? {}).map((name) => `${language}/${code}/${name}`),
  );

/** A file's cues as the engine takes them, less those that are switched off. */
function cuesOf({ language, sets = {}, codes = {} }: CueFileRead, off: ReadonlySet<string>): CueFile {
  const made: CueFile['codes'] = Object.fromEntries(
    evidenceCode.options.flatMap((code) => {
      const said = codes[code];
      if (said === undefined) return [];
      const cues = Object.entries(said.cues ?? {}).filter(([name]) => !off.has(`${language}/${code}/${name}`));
      return [[code, { not: said.not ?? [], cues: Object.fromEntries(cues.map(([name, cue]) => [name, asCue(cue)])) }]];
    }),
  );
  return { language, sets, codes: made };
}

type CueRead = NonNullable<NonNullable<NonNullable<CueFileRead['codes']>[EvidenceCode]>['cues']>[string];

const asCue = ({ strength, phrases = [], all = [], near, not = [] }: CueRead): Cue => ({
  strength,
  phrases,
  all,
  near: near ?? null,
  not,
});
