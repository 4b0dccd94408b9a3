/** An event as deciding sees it and as the log keeps it: read, timed, and without what is not needed. */
import type { EventData, EventType } from '@kith/contract';
import type { CarriedText } from './signals/carried.ts';
import type { Evidence } from './signals/evidence.ts';

/** What never reaches the log or the disk in clear. */
export type Withheld = 'text' | 'identifiers';

/** What was found in a message, in place of its text. */
export interface Found {
  evidence?: readonly Evidence[];
  /** near-duplicate sketch of the text, 32 bits; absent where there was no text, or too little, or nobody asked */
  sketch?: number;
}

/** The words of a report, sealed at the door: for those who judge it, not for deciding, and not for the log. */
export interface Filed {
  /** the name of the key that they are sealed with */
  readonly key: string;
  readonly sealed: Uint8Array;
}

type ToldData<T extends EventType> = T extends 'message.sent' | 'evidence.found'
  ? Omit<EventData<T>, Withheld | 'evidence'> & Found
  : Omit<EventData<T>, Withheld>;

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
