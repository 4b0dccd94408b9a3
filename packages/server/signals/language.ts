/**
 * Which language a conversation is in: what the platform says; else what its first long enough text looks like. Asked once
 * a conversation, not once a message, and remembered for the conversations that are going on.
 *
 * fastText's lid.176 (compressed, 0.9 MB, 176 languages) by way of fasttext.wasm.js, which brings it along. The model is
 * CC BY-SA 3.0 (docs/DEPENDENCIES.md).
 */
import { getLIDModel } from 'fasttext.wasm.js';

/** Shorter texts are guessed wrong too often ("ok", "lol"), UTF-16 units. */
const TEXT_UNITS_MIN = 24;
/** So much of a text is looked at, UTF-16 units: more doesn't change the answer, and an answer takes microseconds. */
const TEXT_UNITS_MAX = 400;
/** Less sure than this, and the conversation is asked again at its next text. */
const SURENESS_MIN = 0.65;
/** The most conversations remembered, some 15 MB; the one not heard of for longest is forgotten. */
const CONVERSATIONS_MAX = 100_000;

/** Gives a text's language (a code of Wikipedia's, most of them ISO 639-1) and how sure it is, 0 to 1. */
export type Identify = (text: string) => { language: string; sureness: number } | null;

const LABEL = '__label__';

/** Loads the model, once: it holds up everything else for some tens of milliseconds, so before anything is served. */
export async function openIdentifier(): Promise<Identify> {
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

/** The languages of the conversations that are going on. */
export class ConversationLanguages {
  readonly #identify: Identify;
  readonly #most: number;
  /** by conversation; the one longest not heard of first */
  readonly #known = new Map<string, string>();

  constructor(identify: Identify, most = CONVERSATIONS_MAX) {
    this.#identify = identify;
    this.#most = most;
  }

  /**
   * The language of a conversation, '' while it is unknown. `said`: what the platform says it is; that counts.
   * `text`: a message of it, looked at only where nothing is known yet.
   */
  of(conversation: string, text: string, said?: string): string {
    if (said !== undefined && said !== '') return said;
    const known = this.#known.get(conversation);
    if (known !== undefined) {
      this.#known.delete(conversation);
      this.#known.set(conversation, known);
      return known;
    }
    if (text.length < TEXT_UNITS_MIN) return '';
    const found = this.#identify(text);
    if (found === null || found.sureness < SURENESS_MIN) return '';
    if (this.#known.size >= this.#most) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    this.#known.set(conversation, found.language);
    return found.language;
  }

  get remembered(): number {
    return this.#known.size;
  }
}

/** The languages of conversations, once the model is loaded. */
export const openLanguages = async (): Promise<ConversationLanguages> =>
  new ConversationLanguages(await openIdentifier());
