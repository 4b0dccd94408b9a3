/** An event as deciding sees it and as the log keeps it: read, timed, and without what is not needed. */
import type { EventData, EventType } from '@kith/contract';
import type { TraitKind } from './knowledge/index.ts';
import type { CarriedText } from './signals/carried.ts';
import type { Evidence } from './signals/evidence.ts';

/** What never reaches the log or the disk in clear. */
export type Withheld = 'text' | 'identifiers';

/** What was found in a message, in place of its text. */
export interface Found {
  evidence?: readonly Evidence[];
  /** near-duplicate sketch of the text, 32 bits; absent where there was no text, or too little, or nobody asked */
  sketch?: number;
  /** links in the text that a list has */
  links?: readonly KnownAs[];
}

/** The words of a report, sealed at the door: for those who judge it, not for deciding, and not for the log. */
export interface Filed {
  /** the name of the key that they are sealed with */
  readonly key: string;
  readonly sealed: Uint8Array;
}

/** A keyed hash of one thing that an account can be recognised by. */
export interface HashedIdentifier {
  readonly kind: TraitKind;
  /** 16 hexadecimal digits in lower case */
  readonly hash: string;
  /** the owner has shown to have it; said of addresses and numbers only */
  readonly verified?: true;
}

/** What an account can be recognised by, in place of what was sent: hashed at the door. */
export interface HashedIdentifiers {
  /** how many layers of keys it was hashed with */
  readonly layers: number;
  readonly of: readonly HashedIdentifier[];
  /** the account that invited this one */
  readonly inviter?: string;
  /** what other operators have shared of the same, when it was told of: leads */
  readonly leads?: readonly Lead[];
}

/** Another operator says that whoever has the same was disabled there for children's safety. It proves nothing here. */
export interface Lead {
  /** the agreement under which it was shared */
  readonly agreement: string;
  /** the operator */
  readonly from: string;
  readonly kind: TraitKind;
}

/** Matches of one medium or message that are kept, the strictest first: one more list tells nobody anything new. */
const KNOWN_AS_MAX = 16;

/** At most KNOWN_AS_MAX, what is certain first. */
export function strictestKnown(known: readonly KnownAs[]): readonly KnownAs[] {
  if (known.length <= KNOWN_AS_MAX) return known;
  const isCertain = ({ kind, verified }: KnownAs): number => Number(kind === 'exact' && verified);
  return [...known].sort((a, b) => isCertain(b) - isCertain(a)).slice(0, KNOWN_AS_MAX);
}

/** Something known that a medium, or a link, was found to match when it was told of. */
export interface KnownAs {
  /** the list's name */
  readonly list: string;
  /** the list's own name for what matched */
  readonly entry: string;
  readonly kind: 'exact' | 'perceptual';
  /** whoever keeps the list vouches for every entry */
  readonly verified: boolean;
  /** bits of 256 in which they differ, of a perceptual match */
  readonly distance?: number;
}

/** What is put in the place of what was withheld. */
type InPlace<T extends EventType> = T extends 'message.sent' | 'evidence.found'
  ? Found
  : T extends 'account.created' | 'account.updated' | 'signup.requested'
    ? { identifiers?: HashedIdentifiers }
    : T extends 'media.uploaded'
      ? /** absent where nothing was compared */ { known?: readonly KnownAs[] }
      : object;

type ToldData<T extends EventType> = T extends 'message.sent' | 'evidence.found'
  ? Omit<EventData<T>, Withheld | 'evidence'> & InPlace<T>
  : Omit<EventData<T>, Withheld> & InPlace<T>;

/** A message that has just come brings its text, a report its sealed words; those of the log, none. */
type Carries<T extends EventType> = T extends 'message.sent'
  ? { carried?: CarriedText }
  : T extends 'report.filed'
    ? { filed?: Filed }
    : object;

export type ToldOf<T extends EventType> = T extends EventType
  ? {
      id: string;
      type: T;
      /** when it happened, milliseconds since 1970 */
      at: number;
      data: ToldData<T>;
    } & Carries<T>
  : never;

export type Told = ToldOf<EventType>;
