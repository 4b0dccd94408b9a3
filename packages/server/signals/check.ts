/** What is in cue files, for whoever edits them. */
import { type EvidenceCode, evidenceCode } from '@kith/contract';
import type { CompiledCues, CueSettings } from '@kith/engine';
import { type FileProblem, readYamlFile } from '../ground/yaml/index.ts';
import { cueFile } from './cue-file.ts';
import { loadCues } from './load.ts';

/** A code with what holds for it, and what these files say of it. */
export interface CodeContents extends CueSettings {
  code: EvidenceCode;
  cues: number;
  phrases: number;
}

export type CheckedCues =
  | { ok: true; compiled: CompiledCues; contents: CodeContents[] }
  | { ok: false; problems: readonly FileProblem[] };

/** Reads an operator's files beside Kith's own, as `kith serve` would. */
export function checkCues(own: readonly string[]): CheckedCues {
  const loaded = loadCues(own);
  if (!loaded.ok) return loaded;
  const files = own.flatMap((path) => {
    const read = readYamlFile(path, cueFile);
    return read.ok ? [read.value] : [];
  });
  const contents = evidenceCode.options.map((code): CodeContents => {
    const cues = files.flatMap(({ codes = {} }) => Object.values(codes[code]?.cues ?? {}));
    const phrases = cues.flatMap((cue) => [...(cue.phrases ?? []), ...(cue.all ?? []).flat()]);
    return { code, ...loaded.cues.settings[code], cues: cues.length, phrases: phrases.length };
  });
  return { ok: true, compiled: loaded.cues, contents };
}
