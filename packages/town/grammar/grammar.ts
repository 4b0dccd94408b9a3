/** Grammars: data files that put acts in words. See en-street.yaml for how one looks. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ActName, actNames } from '../acts/acts.ts';
import type { Split } from '../options.ts';
import type { Chance } from '../random.ts';
import { compileLine, type Line, type Slots } from './compile.ts';

export type Language = 'en' | 'uk' | 'es' | 'de';

/** What an act may bring with it: the handle somebody gives, the age somebody says. */
const SLOTS: ReadonlySet<string> = new Set(['handle', 'age', 'name']);

const lines = z.array(z.string().min(1)).min(1);
const file = z.strictObject({
  language: z.enum(['en', 'uk', 'es', 'de']),
  /** who is heard in it, for the reader */
  style: z.string(),
  words: z.record(z.string(), lines),
  acts: z.record(z.string(), lines),
});

export class Grammar {
  readonly name: string;
  readonly language: Language;
  readonly #acts: Readonly<Record<ActName, readonly Line[]>>;

  /** Throws where an act is missing or unknown, or a line can't be read. */
  constructor(name: string) {
    const source = file.parse(parse(readFileSync(new URL(`./${name}.yaml`, import.meta.url), 'utf8')));
    this.name = name;
    this.language = source.language;
    const words = new Map<string, Line[]>();
    for (const [word, options] of Object.entries(source.words)) {
      words.set(
        word,
        options.map((line) => compileLine(line, words, SLOTS)),
      );
    }
    for (const act of Object.keys(source.acts)) {
      if (!(actNames as readonly string[]).includes(act)) throw new Error(`${name}: no act is called ${act}`);
    }
    const acts: Partial<Record<ActName, Line[]>> = {};
    for (const act of actNames) {
      const options = source.acts[act];
      if (options === undefined) throw new Error(`${name}: the act ${act} has no lines`);
      acts[act] = options.map((line) => compileLine(line, words, SLOTS));
    }
    this.#acts = complete(acts);
  }

  say(act: ActName, random: Chance, slots: Slots): string {
    const options = this.#acts[act];
    return options[random.below(options.length)]?.(random, slots) ?? '';
  }
}

function complete<V>(acts: Partial<Record<ActName, V>>): Record<ActName, V> {
  return acts as Record<ActName, V>; // every act was put in by the loop before
}

/** Which grammars a world's people write by. None is in worlds of two splits. */
const OF: Readonly<Record<Split, readonly string[]>> = {
  training: ['en-street', 'uk'],
  tuning: ['en-coast', 'de'],
  heldOut: ['en-plain', 'es'],
};
/** Which text models may learn from beside those of training worlds: a style learned alone is learned by heart. */
const TAUGHT: readonly string[] = ['en-blocks', 'en-office'];

const read = new Map<string, Grammar>();

/** The grammars of a split: English first. Each file is read once. */
export const grammarsOf = (split: Split): readonly Grammar[] => OF[split].map(grammarOf);

/** The grammars of a split's utterances: of training also those that no world speaks. */
export const grammarsUttered = (split: Split): readonly Grammar[] =>
  split === 'training' ? [...OF[split], ...TAUGHT].map(grammarOf) : grammarsOf(split);

function grammarOf(name: string): Grammar {
  const known = read.get(name);
  if (known !== undefined) return known;
  const grammar = new Grammar(name);
  read.set(name, grammar);
  return grammar;
}
