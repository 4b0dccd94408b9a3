/**
 * The small language that cue phrases are written in:
 *
 *     tell (your mum|your dad|anyone)      one of several
 *     our [little] secret                  may be left out
 *     secret*                              any word that begins so
 *     meet … park                          up to GAP_WORDS_MAX words between
 *     add me on {platform}                 one of a set that the file names
 *     <handle> <link> <phone> <email>      what a text has of that kind (alone, in `all`)
 *
 * Spelling, case and apostrophes don't matter: phrases are folded as texts are.
 */

/** So many words may stand where a phrase has …: enough for "meet me later today at the park". */
export const GAP_WORDS_MAX = 4;
/** How deep brackets may stand in brackets, or sets in sets: more can't be read, and sets that name each other end here. */
const DEPTH_MAX = 6;
/** The most words that one phrase names, all its alternatives and sets counted: a mistyped set of sets ends here. */
const PHRASE_WORDS_MAX = 2_000;
/** A stem of one letter would be half the language, letters. */
const STEM_LETTERS_MIN = 2;

export const tokenNames = ['handle', 'link', 'phone', 'email'] as const;
export type TokenName = (typeof tokenNames)[number];

/** A phrase, taken apart. A word with a star behind is a stem. */
export type Phrase =
  | { kind: 'word'; word: string }
  | { kind: 'sequence'; items: readonly Phrase[] }
  | { kind: 'choice'; options: readonly Phrase[] }
  | { kind: 'optional'; item: Phrase }
  | { kind: 'gap' }
  | { kind: 'token'; token: TokenName };

/** What is wrong with a phrase, for whoever wrote it. */
export class PhraseError extends Error {
  override readonly name = 'PhraseError';
}

export type Sets = ReadonlyMap<string, readonly string[]>;

const GAP = '…';
/** what a phrase is made of: brackets, bars, gaps, names of sets and tokens, words with or without a star */
const PIECE = /\s+|[()[\]|]|…|\.\.\.|\{[^{}]*\}|<[^<>]*>|[^\s()[\]|…{}<>*]+\*?|./gu;

/** Takes a phrase apart. `fold` gives a text's folded words. Throws a PhraseError. */
export function parsePhrase(text: string, sets: Sets, fold: (text: string) => readonly string[]): Phrase {
  const budget = { words: 0 };
  const phrase = new Reader(text, sets, fold, 0, budget).whole();
  if (phrase.kind !== 'token' && mayBeEmpty(phrase)) throw new PhraseError(`"${text}" has no word that must be there`);
  return phrase;
}

function mayBeEmpty(phrase: Phrase): boolean {
  switch (phrase.kind) {
    case 'word':
    case 'token':
      return false;
    case 'optional':
    case 'gap':
      return true;
    case 'sequence':
      return phrase.items.every(mayBeEmpty);
    case 'choice':
      return phrase.options.some(mayBeEmpty);
    default:
      return phrase satisfies never;
  }
}

class Reader {
  readonly #pieces: string[];
  readonly #text: string;
  readonly #sets: Sets;
  readonly #fold: (text: string) => readonly string[];
  readonly #depth: number;
  readonly #budget: { words: number };
  #next = 0;

  constructor(
    text: string,
    sets: Sets,
    fold: (text: string) => readonly string[],
    depth: number,
    budget: { words: number },
  ) {
    if (depth > DEPTH_MAX) throw new PhraseError(`sets name each other more than ${DEPTH_MAX} deep`);
    this.#pieces = (text.match(PIECE) ?? []).filter((piece) => piece.trim() !== '');
    this.#text = text;
    this.#sets = sets;
    this.#fold = fold;
    this.#depth = depth;
    this.#budget = budget;
  }

  whole(): Phrase {
    const first = this.#pieces[0] ?? '';
    if (first.startsWith('<')) return this.#token(first);
    const phrase = this.#choice(this.#depth);
    const left = this.#pieces[this.#next];
    if (left !== undefined) throw new PhraseError(`"${left}" has no opening bracket`);
    return phrase;
  }

  #token(piece: string): Phrase {
    const token = tokenNames.find((name) => `<${name}>` === piece);
    if (token === undefined)
      throw new PhraseError(`${piece} is none of: ${tokenNames.map((t) => `<${t}>`).join(', ')}`);
    if (this.#pieces.length > 1) throw new PhraseError(`${piece} stands alone: use all: to ask for it beside words`);
    return { kind: 'token', token };
  }

  /** What stands between bars, up to a closing bracket or the end. */
  #choice(depth: number): Phrase {
    if (depth > DEPTH_MAX) throw new PhraseError(`brackets stand more than ${DEPTH_MAX} deep`);
    const options = [this.#sequence(depth)];
    while (this.#pieces[this.#next] === '|') {
      this.#next++;
      options.push(this.#sequence(depth));
    }
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options };
  }

  #sequence(depth: number): Phrase {
    const items: Phrase[] = [];
    for (let piece = this.#pieces[this.#next]; piece !== undefined; piece = this.#pieces[this.#next]) {
      if (piece === '|' || piece === ')' || piece === ']') break;
      this.#next++;
      items.push(...this.#item(piece, depth));
    }
    if (items.length === 0) throw new PhraseError(`"${this.#text}" has a place without a word`);
    if (items[0]?.kind === 'gap' || items.at(-1)?.kind === 'gap') {
      throw new PhraseError(`${GAP} stands between words: "${this.#text}"`);
    }
    return { kind: 'sequence', items };
  }

  #item(piece: string, depth: number): Phrase[] {
    if (piece === '(' || piece === '[') {
      const item = this.#choice(depth + 1);
      if (this.#pieces[this.#next] !== (piece === '(' ? ')' : ']')) {
        throw new PhraseError(`"${piece}" has no "${piece === '(' ? ')' : ']'}"`);
      }
      this.#next++;
      return [piece === '[' ? { kind: 'optional', item } : item];
    }
    if (piece === GAP || piece === '...') return [{ kind: 'gap' }];
    if (piece.startsWith('{')) return [this.#set(piece.slice(1, -1).trim())];
    if (piece.startsWith('<')) throw new PhraseError(`${piece} stands alone: use all: to ask for it beside words`);
    return this.#words(piece).map((word) => ({ kind: 'word', word }));
  }

  #words(piece: string): string[] {
    const stem = piece.endsWith('*');
    const words = [...this.#fold(stem ? piece.slice(0, -1) : piece)];
    this.#budget.words += words.length;
    if (this.#budget.words > PHRASE_WORDS_MAX) {
      throw new PhraseError(`"${this.#text}" names more than ${PHRASE_WORDS_MAX} words: write it as several`);
    }
    if (!stem) return words;
    const last = words.pop();
    if (last === undefined || last.length < STEM_LETTERS_MIN) {
      throw new PhraseError(`"${piece}": ${STEM_LETTERS_MIN} letters or more stand before *`);
    }
    return [...words, `${last}*`];
  }

  #set(name: string): Phrase {
    const members = this.#sets.get(name);
    if (members === undefined) {
      const known = [...this.#sets.keys()].join(', ') || 'none';
      throw new PhraseError(`{${name}} is no set of this file; there are: ${known}`);
    }
    const options = members.map((member) => {
      const phrase = new Reader(member, this.#sets, this.#fold, this.#depth + 1, this.#budget).whole();
      if (phrase.kind === 'token') throw new PhraseError(`{${name}} has ${member}, which stands alone in all:`);
      return phrase;
    });
    return { kind: 'choice', options };
  }
}
