/**
 * The text of a message goes with its event in memory until that is considered, and is read when deciding asks: most
 * messages are between adults, of whom nobody asks.
 */
import { type Found, type KnownAs, strictestKnown, type ToldOf } from '../told.ts';
import type { Evidence } from './evidence.ts';

/** What a message says. Both are worked out when they are asked for, and always the same. */
export interface Said {
  readonly evidence: readonly Evidence[];
  /** sketch of the text; 0 where there is none or it is too short to compare */
  readonly sketch: number;
}

const NO_EVIDENCE: readonly Evidence[] = Object.freeze([]);
export const SAID_NOTHING: Said = Object.freeze({ evidence: NO_EVIDENCE, sketch: 0 });

/** A message's text, with what it says: read once, whoever asks and however often. It is never written anywhere. */
export interface CarriedText extends Said {
  readonly text: string;
  /** links in it that a list has; absent where nothing is there to compare with */
  readonly links?: readonly KnownAs[];
}

const NO_LINKS: readonly KnownAs[] = Object.freeze([]);

/** What is kept of what a message says: nothing where it says nothing. */
export function foundOf({ evidence, sketch }: Said): Found {
  if (sketch === 0) return evidence.length === 0 ? {} : { evidence };
  return evidence.length === 0 ? { sketch } : { evidence, sketch };
}

/** What was found in a message, whether it carries its text or comes from the log. */
export const evidenceIn = ({ carried, data }: ToldOf<'message.sent'>): readonly Evidence[] =>
  (carried ?? data).evidence ?? NO_EVIDENCE;

/** What a message says as one event asks for it; remembers what was asked, for the log to have what was decided on. */
export class Heard implements Said {
  readonly #told: ToldOf<'message.sent'>;
  #evidence: readonly Evidence[] | null = null;
  #sketch: number | null = null;

  constructor(told: ToldOf<'message.sent'>) {
    this.#told = told;
  }

  get evidence(): readonly Evidence[] {
    this.#evidence ??= evidenceIn(this.#told);
    return this.#evidence;
  }

  get sketch(): number {
    this.#sketch ??= (this.#told.carried ?? this.#told.data).sketch ?? 0;
    return this.#sketch;
  }

  /** Asked of every message that carries a text: whoever offers them looks for a link first. */
  get links(): readonly KnownAs[] {
    return strictestKnown((this.#told.carried ?? this.#told.data).links ?? NO_LINKS);
  }

  /** What was read of a text that the event carries, as far as it was asked for; null where that was not at all. */
  get read(): Found | null {
    if (this.#told.carried === undefined) return null;
    const { links } = this;
    if (this.#evidence === null && this.#sketch === null && links.length === 0) return null;
    const { evidence = NO_EVIDENCE } = this.#told.data;
    const found = foundOf({ evidence: this.#evidence ?? evidence, sketch: this.#sketch ?? 0 });
    return links.length === 0 ? found : { ...found, links };
  }
}
