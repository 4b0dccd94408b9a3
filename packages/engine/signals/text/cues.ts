/** Cue files made ready for reading texts: phrases become one automaton, once, not once a message. */
import type { EvidenceCode } from '@kith/contract';
import { Automaton } from './automaton.ts';
import { Folder, wordsOf } from './fold.ts';
import { PhraseGraph } from './graph.ts';
import { Lexicon } from './lexicon.ts';
import { type Phrase, PhraseError, parsePhrase, type Sets, type TokenName } from './phrase.ts';

/** How strong a cue is beside the weight of its code. */
export const strengths = { weak: 0.5, usual: 1, strong: 1.5 } as const;
export type Strength = keyof typeof strengths;

/** What holds for a code in every language. */
export interface CueSettings {
  /** log-odds that one cue of usual strength adds */
  weight: number;
  /** the most log-odds that all of a contact's cues of the code add up to */
  cap: number;
  /** after so many days half of it is left */
  halfLifeDays: number;
}

/** A cue as a file says it. `phrases`, or `all`: two or more sets of phrases of which a text must have one each. */
export interface Cue {
  strength: Strength;
  phrases: readonly string[];
  all: readonly (readonly string[])[];
  /** the most words between the nearest of what `all` asks for; null: anywhere in the message */
  near: number | null;
  /** phrases that cancel it where they overlap it or stand at most NOT_NEAR_WORDS from it */
  not: readonly string[];
}

/** One language's cues. */
export interface CueFile {
  language: string;
  sets: Readonly<Record<string, readonly string[]>>;
  codes: Readonly<Partial<Record<EvidenceCode, { not: readonly string[]; cues: Readonly<Record<string, Cue>> }>>>;
}

/** A `not` phrase cancels a cue from at most so many words away: "please don't ever" before it, "just kidding" after it. */
export const NOT_NEAR_WORDS = 3;

/** A phrase that is wrong. */
export interface CueProblem {
  /** which of the files, from 0 */
  file: number;
  /** where in it */
  path: readonly (string | number)[];
  message: string;
}

/** Every phrase of the files that is wrong. */
export class CueError extends Error {
  override readonly name = 'CueError';
  readonly problems: readonly CueProblem[];

  constructor(problems: readonly CueProblem[]) {
    super(problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

export interface CompiledCue {
  /** language/CODE/name */
  name: string;
  code: EvidenceCode;
  language: string;
  weight: number;
  /** its phrases have no letter beyond ASCII: people type them in any language */
  ascii: boolean;
  /** how many parts a text must have all of, beside the `not` part */
  parts: number;
  /** the most words between one part and the next */
  near: number;
  /** it has parts that only the scanner finds */
  scans: boolean;
}

/** What a phrase number of the automaton stands for: a part of a cue. */
export interface CuePart {
  cue: number;
  /** from 0; NOT_PART for a phrase that cancels */
  part: number;
}
export const NOT_PART = -1;

export interface CompiledCues {
  lexicon: Lexicon;
  automaton: Automaton;
  cues: readonly CompiledCue[];
  parts: readonly CuePart[];
  tokenParts: Readonly<Record<TokenName, readonly number[]>>;
  settings: Readonly<Record<EvidenceCode, CueSettings>>;
  /** how many phrases the files have, those that cancel included */
  phrases: number;
}

const NOWHERE_FAR = 0x7fffffff;

/** Folds as texts are folded, without any word that a cue has. */
export function plainFolder(): (text: string) => readonly string[] {
  const folder = new Folder(new Lexicon([]));
  return (text) => wordsOf(folder.fold(text));
}

/** Makes cue files ready. Throws a CueError where phrases are wrong, a RangeError where all are too many. */
export function compileCues(
  files: readonly CueFile[],
  settings: Readonly<Record<EvidenceCode, CueSettings>>,
): CompiledCues {
  const compiler = new Compiler(settings);
  for (const [index, file] of files.entries()) compiler.add(file, index);
  return compiler.done();
}

class Compiler {
  readonly #settings: Readonly<Record<EvidenceCode, CueSettings>>;
  readonly #fold = plainFolder();
  readonly #graph = new PhraseGraph();
  readonly #cues: CompiledCue[] = [];
  readonly #parts: CuePart[] = [];
  readonly #tokenParts: Record<TokenName, number[]> = { handle: [], link: [], phone: [], email: [] };
  readonly #problems: CueProblem[] = [];
  #phrases = 0;
  #file = 0;

  constructor(settings: Readonly<Record<EvidenceCode, CueSettings>>) {
    this.#settings = settings;
  }

  add(file: CueFile, index: number): void {
    this.#file = index;
    const sets: Sets = new Map(Object.entries(file.sets));
    for (const [code, { not, cues }] of entries(file.codes)) {
      const shared = this.#read(not, sets, ['codes', code, 'not']);
      for (const [name, cue] of Object.entries(cues)) this.#add(file.language, code, name, cue, shared, sets);
    }
  }

  done(): CompiledCues {
    if (this.#problems.length > 0) throw new CueError(this.#problems);
    const lexicon = new Lexicon(this.#graph.edges.flatMap(({ symbol }) => symbol ?? []));
    return {
      lexicon,
      automaton: new Automaton(this.#graph, lexicon),
      cues: this.#cues,
      parts: this.#parts,
      tokenParts: this.#tokenParts,
      settings: this.#settings,
      phrases: this.#phrases,
    };
  }

  #read(phrases: readonly string[], sets: Sets, path: readonly (string | number)[]): Phrase[] {
    return phrases.flatMap((text, i) => {
      try {
        return [parsePhrase(text, sets, this.#fold)];
      } catch (error) {
        if (!(error instanceof PhraseError)) throw error;
        this.#problems.push({ file: this.#file, path: [...path, i], message: error.message });
        return [];
      }
    });
  }

  #add(language: string, code: EvidenceCode, name: string, cue: Cue, shared: readonly Phrase[], sets: Sets): void {
    const path = ['codes', code, 'cues', name];
    const weight = this.#settings[code].weight * strengths[cue.strength];
    const base = { name: `${language}/${code}/${name}`, code, language, weight };
    const not = [...shared, ...this.#read(cue.not, sets, [...path, 'not'])];
    const phrases = this.#read(cue.phrases, sets, [...path, 'phrases']);
    const sides = cue.all.map((side, i) => this.#read(side, sets, [...path, 'all', i]));
    if (phrases.some(({ kind }) => kind === 'token')) {
      const message = 'a handle, link or number alone is no cue: use all: to ask for words beside it';
      this.#problems.push({ file: this.#file, path: [...path, 'phrases'], message });
    }
    // a weight of 0 switches a code off
    if (weight === 0) return;
    if (phrases.length > 0) this.#cue(base, [phrases], not, NOWHERE_FAR);
    if (sides.length > 0) this.#cue(base, sides, not, cue.near ?? NOWHERE_FAR);
  }

  #cue(
    base: Pick<CompiledCue, 'name' | 'code' | 'language' | 'weight'>,
    sides: readonly (readonly Phrase[])[],
    not: readonly Phrase[],
    near: number,
  ): void {
    const cue = this.#cues.length;
    const before = this.#graph.edges.length;
    for (const [part, side] of sides.entries()) this.#part({ cue, part }, side);
    const own = this.#graph.edges.slice(before);
    const ascii = own.every(({ symbol }) => symbol === null || isAscii(symbol));
    const scans = sides.flat().some(({ kind }) => kind === 'token');
    if (not.length > 0) this.#part({ cue, part: NOT_PART }, not);
    this.#cues.push({ ...base, near, ascii, scans, parts: sides.length });
  }

  #part(part: CuePart, phrases: readonly Phrase[]): void {
    const number = this.#parts.push(part) - 1;
    this.#phrases += phrases.length;
    for (const phrase of phrases) {
      if (phrase.kind === 'token') this.#tokenParts[phrase.token].push(number);
      else this.#graph.add(phrase, number);
    }
  }
}

/** The last unit of ASCII. */
const ASCII_MAX = 0x7f;

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > ASCII_MAX) return false;
  return true;
}

function entries<K extends string, V>(record: Readonly<Partial<Record<K, V>>>): [K, V][] {
  const keys = Object.keys(record) as K[];
  return keys.flatMap((key): [K, V][] => {
    const value = record[key];
    return value === undefined ? [] : [[key, value]];
  });
}
