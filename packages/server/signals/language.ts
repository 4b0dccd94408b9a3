/**
 * Which language a message is in, where the platform doesn't say: what its text looks like, if that is long enough. Asked
 * only of texts with a cue that counts in some languages and in others of its script does not: of none in plain ASCII.
 *
 * fastText's lid.176 (compressed, 0.9 MB, 176 languages) by way of fasttext.wasm.js, which brings it along. The model is
 * CC BY-SA 3.0 (docs/DEPENDENCIES.md).
 */
import { getLIDModel } from 'fasttext.wasm.js';

/** Shorter texts are guessed wrong too often ("ok", "lol"), UTF-16 units. */
const TEXT_UNITS_MIN = 24;
/** So much of a text is looked at, UTF-16 units: more doesn't change the answer, and an answer takes microseconds. */
const TEXT_UNITS_MAX = 400;
/** Less sure than this, and nothing is said. */
const SURENESS_MIN = 0.65;

/** Gives a text's language (a code of Wikipedia's, most of them ISO 639-1) and how sure it is, 0 to 1. */
export type Identify = (text: string) => { language: string; sureness: number } | null;

const LABEL = '__label__';

let opened: Promise<Identify> | undefined;

/** Loads the model, once a process: it holds up everything else for some tens of milliseconds, so before anything is served. */
export function openIdentifier(): Promise<Identify> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Identify> {
  const model = await (await getLIDModel()).load();
  return (text) => {
    // a line is what the model was trained on
    const found = model.predict(text.slice(0, TEXT_UNITS_MAX).replace(/\s+/g, ' '), 1, 0);
    try {
      if (found.size() === 0) return null;
      const [sureness, label] = found.get(0);
      return { language: label.slice(LABEL.length), sureness };
    } finally {
      // it lies outside what garbage collection sees
      found.delete();
    }
  };
}

/**
 * The language that a text looks like, '' where that can't be said. Of the text alone: what a conversation was in before
 * would make it depend on which of its messages were read, and one long message would hide what comes after it in another.
 */
export function languageOf(text: string, identify: Identify): string {
  if (text.length < TEXT_UNITS_MIN) return '';
  const found = identify(text);
  return found === null || found.sureness < SURENESS_MIN ? '' : found.language;
}
