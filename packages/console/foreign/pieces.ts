/**
 * What comes from the platform (names, messages, identifiers) may be made to mislead: letters that turn the direction of
 * the line, letters that nobody sees, a million of them. Here it is cut into pieces that can be shown as they are.
 */

/** A piece is text to show, or a mark that stands for characters that would not be seen, or would do something. */
export type Piece = { kind: 'text'; text: string } | { kind: 'mark'; code: string; times: number };

/** UTF-16 code units that are shown before somebody asks for more: some ten lines. */
export const FOREIGN_SHOWN_MAX = 1_000;
/** UTF-16 code units that are shown at most: browsers lay out more of them slowly, and nobody reads them. */
export const FOREIGN_EXPANDED_MAX = 20_000;
/** Combining marks on one letter that are shown: no language stacks more, and hundreds paint over other lines. */
const COMBINING_MAX = 4;

/**
 * Ranges of characters that no eye sees, or that do something: what directs bidirectional text, what has no width, what
 * only looks like a space, variation selectors and tags that hide text.
 */
const UNSEEN: readonly (readonly [from: number, to: number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0e],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

function isUnseen(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return /[\p{Cc}\p{Cs}]/u.test(character) || UNSEEN.some(([from, to]) => code >= from && code <= to);
}

/** Between emoji these make one picture of several: they are what they seem. */
const JOINER = '\u200d';
const isPicture = (character: string | undefined) =>
  character !== undefined && /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u.test(character);
const isCombining = (character: string) => /\p{Mn}|\p{Me}/u.test(character);
const isLineBreak = (character: string) => character === '\n' || character === '\t';

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Cut between characters, never inside one. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/**
 * A text as pieces. What no eye sees becomes a mark with its Unicode number; equal ones in a row are one mark. Line
 * breaks stay where a text has lines (a message), and are marks where it is a name.
 * @param text as the platform sent it, cut to what is to be shown
 */
export function piecesOf(text: string, { lines }: { lines: boolean }): Piece[] {
  const pieces: Piece[] = [];
  let shown = '';
  const flush = () => {
    if (shown !== '') pieces.push({ kind: 'text', text: shown });
    shown = '';
  };
  const characters = [...text];
  let combining = 0;
  for (const [i, character] of characters.entries()) {
    combining = isCombining(character) ? combining + 1 : 0;
    const joins = character === JOINER && isPicture(characters[i - 1]) && isPicture(characters[i + 1]);
    const breaks = isLineBreak(character) && lines;
    if (joins || breaks || (!isUnseen(character) && combining <= COMBINING_MAX)) {
      shown += character;
      continue;
    }
    flush();
    const code = codeOf(character);
    const last = pieces.at(-1);
    if (last?.kind === 'mark' && last.code === code) last.times++;
    else pieces.push({ kind: 'mark', code, times: 1 });
  }
  flush();
  return pieces;
}

/** For places that take text alone, such as a label: marks are written out. */
export function plain(text: string, length = FOREIGN_SHOWN_MAX): string {
  const short = cut(text, length);
  const said = piecesOf(short, { lines: false }).map((piece) =>
    piece.kind === 'text' ? piece.text : `[${piece.code}]`,
  );
  // isolated, so that letters of the other direction move nothing around them
  return `\u2068${said.join('')}${short.length < text.length ? '…' : ''}\u2069`;
}
