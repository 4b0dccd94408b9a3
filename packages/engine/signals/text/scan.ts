/**
 * Finds ways to be reached elsewhere in a text: handles (@name, name#1234), links, e-mail addresses, telephone numbers.
 * Read by hand, unit by unit, and never back: linear in the text's length whatever is in it. Meant to miss little; that
 * something is one of them says nothing alone, so a wrong one (a version number, say) does no harm.
 */
import type { TokenName } from './phrase.ts';

/** The most that are reported of one text: as many as fit in the longest, so that nobody hides one behind others. */
export const FOUND_MAX = 5_000;

/** Units of a handle with its sign: shorter ones are emoticons and slips. */
const HANDLE_MIN = 3;
/** Units of a handle with its sign: longer ones no platform gives. */
const HANDLE_MAX = 40;
/** Fewer digits than this are dates, sums and scores. */
const PHONE_DIGITS_MIN = 9;
/** The most digits that a telephone number has (E.164). */
const PHONE_DIGITS_MAX = 15;
/** So many spaces and signs may stand between two digits of a telephone number: "+44 (0) 20". */
const GAP_MAX = 3;
/** A discriminator, as in name#1234, digits. */
const TAG_DIGITS = 4;

/** What addresses without http:// are known by; lower case. */
const ENDINGS = new Set(
  'com net org gg me io co uk tv app link ly be live chat ru ua de fr us info xyz club site'.split(' '),
);

export interface Found {
  token: TokenName;
  /** where it begins, UTF-16 units */
  at: number;
}

const AT = 0x40;
const HASH = 0x23;
const DOT = 0x2e;
const DASH = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const isDigit = (u: number) => u >= 0x30 && u <= 0x39;
const isLetter = (u: number) => (u >= 0x61 && u <= 0x7a) || (u >= 0x41 && u <= 0x5a);
const isName = (u: number) => isLetter(u) || isDigit(u) || u === UNDERSCORE;
const isHost = (u: number) => isName(u) || u === DASH || u === DOT;
const isPhone = (u: number) =>
  isDigit(u) || u === SPACE || u === DASH || u === DOT || u === OPEN || u === CLOSE || u === SLASH;

export function scan(text: string): Found[] {
  const found: Found[] = [];
  let i = 0;
  while (i < text.length && found.length < FOUND_MAX) {
    const unit = text.charCodeAt(i);
    if (unit === AT || (isHost(unit) && unit !== DOT && unit !== DASH)) {
      const phone = isDigit(unit) ? phoneAt(text, i) : 0;
      if (phone > 0) {
        found.push({ token: 'phone', at: i });
        i = phone;
        continue;
      }
      const end = runEnd(text, i + 1);
      const token = kindOfRun(text, i, end);
      if (token !== null) found.push({ token, at: i });
      // the path of a link has nothing more to say
      i = token === 'link' ? wordEnd(text, end) : end;
    } else i++;
  }
  return found;
}

/** Where a run of what names and hosts are made of ends. */
function runEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (!isHost(unit) && unit !== AT && unit !== HASH) break;
    i++;
  }
  return i;
}

function wordEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) > SPACE) i++;
  return i;
}

function kindOfRun(text: string, from: number, to: number): TokenName | null {
  if (text.startsWith('://', to)) return 'link';
  if (to - from < HANDLE_MIN) return null;
  let at = -1;
  let tag = -1;
  let dot = -1;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit === AT) at = i;
    else if (unit === HASH) tag = i;
    else if (unit === DOT && i + 1 < to) dot = i;
  }
  if (at === from) return to - from <= HANDLE_MAX ? 'handle' : null;
  if (at > from) return dot > at ? 'email' : null;
  if (tag > from) return tag + 1 + TAG_DIGITS === to && areDigits(text, tag + 1, to) ? 'handle' : null;
  if (dot > from && to - dot <= 6 && ENDINGS.has(text.slice(dot + 1, to).toLowerCase())) return 'link';
  return null;
}

function areDigits(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}

/** Where the telephone number that begins at a digit ends; 0 where it is none. Dates, addresses and sums are none. */
function phoneAt(text: string, from: number): number {
  let digits = 0;
  let dots = 0;
  let gap = 0;
  let last = from;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isDigit(unit)) {
      digits++;
      last = i;
      gap = 0;
      // longer than a number can be: serial numbers, tables; the rest of the digits is passed over as one run
      if (digits > PHONE_DIGITS_MAX) return 0;
    } else if (!isPhone(unit)) break;
    else if (++gap > GAP_MAX) break;
    else if (unit === DOT) dots++;
  }
  const after = text.charCodeAt(last + 1);
  const joined = isLetter(after) || after === AT || after === HASH || after === COLON;
  return digits >= PHONE_DIGITS_MIN && dots !== 3 && !joined ? last + 1 : 0;
}
