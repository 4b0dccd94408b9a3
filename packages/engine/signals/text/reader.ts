/**
 * Reads a message's text: which codes it is evidence of, and a sketch of it. Deterministic: the same cues, model, text and
 * language give the same. The text goes no further than this.
 */
import type { EvidenceCode } from '@kith/contract';
import type { Evidence } from '../evidence.ts';
import type { CompiledCue, CompiledCues, CueSettings } from './cues.ts';
import { Folder, wordsOf } from './fold.ts';
import { Hashes } from './hashes.ts';
import { Matcher } from './match.ts';
import { ModelReader, type TextModel } from './model.ts';
import { sketchOf } from './sketch.ts';

export interface TextRead {
  /** at most one a code: the strongest cue, for phrases of one message that mean the same are not independent */
  evidence: Evidence[];
  /** 0 where the text is too short to have one */
  sketch: number;
  /** it has a cue that does not count in every language: read in another, the evidence could be less */
  ofLanguages: boolean;
}

/** What was seen of a text, for whoever edits cues. */
export interface TextExplained extends TextRead {
  /** the words as they were compared */
  words: readonly string[];
  /** every cue that it has, also those that a stronger one of their code stands for, or that are of another language */
  cues: readonly { name: string; weight: number; counted: boolean }[];
  /** the model's log-odds, by code */
  model: Readonly<Record<string, number>>;
}

export interface TextReader {
  /** `language`: of the conversation, as a BCP 47 tag, where it is known */
  read(text: string, language?: string): TextRead;
  explain(text: string, language?: string): TextExplained;
  /** what holds for each code, whatever the language */
  readonly settings: Readonly<Record<EvidenceCode, CueSettings>>;
}

const LATIN = 'Latn';
/** Tags of languages come from the platform: so many are remembered before it is begun again. */
const LANGUAGES_MAX = 1_000;

/** Makes a reader; without a model where there is none. One reader reads one text at a time. */
export function createTextReader(compiled: CompiledCues, model: TextModel | null): TextReader {
  const folder = new Folder(compiled.lexicon);
  const matcher = new Matcher(compiled);
  const hashes = new Hashes();
  const asked = model === null ? null : new ModelReader(model);
  const fits = languageFilter();

  const read = (text: string, language?: string): TextRead => {
    const folded = folder.fold(text);
    const evidence: Evidence[] = [];
    let ofLanguages = false;
    for (const number of matcher.match(folded)) {
      const cue = compiled.cues[number];
      if (cue === undefined) continue;
      if (!cue.ascii) ofLanguages = true;
      if (fits(cue, language)) keep(evidence, cue);
    }
    hashes.of(folded);
    asked?.addTo(evidence, hashes);
    return { evidence, sketch: sketchOf(hashes), ofLanguages };
  };

  const explain = (text: string, language?: string): TextExplained => {
    const folded = folder.fold(text);
    const words = wordsOf(folded);
    const hit = matcher.match(folded).flatMap((number) => compiled.cues[number] ?? []);
    const scores = asked?.score(hashes.of(folded)) ?? [];
    const model_ = Object.fromEntries((model?.codes ?? []).map((code, c) => [code, scores[c] ?? 0]));
    const result = read(text, language);
    const cues = hit.map(({ name, weight }) => ({
      name,
      weight,
      counted: result.evidence.some(({ cue }) => cue === name),
    }));
    return { ...result, words, cues, model: model_ };
  };

  return { read, explain, settings: compiled.settings };
}

/** Adds a cue, unless one of its code that weighs as much is there. */
function keep(evidence: Evidence[], { code, name, weight }: CompiledCue): void {
  for (const found of evidence) {
    if (found.code !== code) continue;
    if (weight > found.weight) {
      found.cue = name;
      found.weight = weight;
    }
    return;
  }
  evidence.push({ code, cue: name, weight });
}

/**
 * Whether a cue counts in a conversation of a language. Not only where that is known, is another, is written in the script
 * that the cue is written in, and the cue is not plain ASCII, which people type in any language. So a Ukrainian cue does
 * not count in Russian talk, and does in what is taken for English.
 */
function languageFilter(): (cue: CompiledCue, language?: string) => boolean {
  const scripts = new Map<string, string>();
  const scriptOf = (tag: string): string => {
    let known = scripts.get(tag);
    if (known === undefined) {
      if (scripts.size === LANGUAGES_MAX) scripts.clear();
      known = likelyScript(tag);
      scripts.set(tag, known);
    }
    return known;
  };
  return (cue, language) => {
    if (language === undefined || language === '' || cue.ascii) return true;
    const dash = language.indexOf('-');
    if ((dash < 0 ? language : language.slice(0, dash)) === cue.language) return true;
    return scriptOf(language) !== scriptOf(cue.language);
  };
}

function likelyScript(tag: string): string {
  try {
    return new Intl.Locale(tag).maximize().script ?? LATIN;
  } catch {
    return LATIN;
  }
}
