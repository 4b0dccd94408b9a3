/** Utterances made from phrases: what the model learns codes from. Made up, and no more than that: see the model's header. */
import type { EvidenceCode } from '@kith/contract';
import { type Phrase, parsePhrase, type Sets } from '@kith/engine';
import type { CueFileRead } from '../cue-file.ts';
import { pick } from './random.ts';

/** A phrase of a code, of which utterances are made. */
export interface Source {
  code: EvidenceCode | null;
  phrase: Phrase;
}

const split = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Every phrase of a cue file. */
export function sourcesOf({ sets = {}, codes = {} }: CueFileRead): Source[] {
  const known: Sets = new Map(Object.entries(sets));
  return Object.entries(codes).flatMap(([name, code]) =>
    Object.values(code?.cues ?? {}).flatMap(({ phrases = [] }) =>
      phrases.map((text) => ({ code: name as EvidenceCode, phrase: parsePhrase(text, known, split) })),
    ),
  );
}

/** Phrases of benign talk. */
export const benignSources = (
  phrases: readonly string[],
  sets: Readonly<Record<string, readonly string[]>>,
): Source[] => phrases.map((text) => ({ code: null, phrase: parsePhrase(text, new Map(Object.entries(sets)), split) }));

/** One way to say a phrase. */
export function say(phrase: Phrase, random: () => number): string {
  switch (phrase.kind) {
    case 'word':
      return phrase.word.replace('*', '');
    case 'sequence':
      return phrase.items
        .map((item) => say(item, random))
        .filter((text) => text !== '')
        .join(' ');
    case 'choice':
      return say(pick(phrase.options, random), random);
    case 'optional':
      return random() < 0.5 ? '' : say(phrase.item, random);
    case 'gap':
    case 'token':
      return '';
    default:
      return phrase satisfies never;
  }
}

/** The share of words that an utterance loses, so that the model learns from all of a phrase and not from one word of it. */
const LOST = 0.1;
/** How often it stands in a longer message. */
const IN_TALK = 0.5;
/** The most words of that. */
const TALK_WORDS_MAX = 12;

/** An utterance of a phrase, often amid benign talk. */
export function utter({ phrase }: Source, talk: readonly string[], random: () => number): string {
  const words = split(say(phrase, random)).filter(() => random() >= LOST);
  if (random() >= IN_TALK) return words.join(' ');
  const around = split(pick(talk, random)).slice(0, Math.ceil(random() * TALK_WORDS_MAX));
  return random() < 0.5 ? [...around, ...words].join(' ') : [...words, ...around].join(' ');
}
