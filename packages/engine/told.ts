/** An event as deciding sees it and as the log keeps it: read, timed, and without what is not needed. */
import type { EventData, EventType } from '@kith/contract';

/** What never reaches the engine, the log or the disk in clear. */
export type Withheld = 'text' | 'identifiers';

export type ToldOf<T extends EventType> = T extends EventType
  ? {
      id: string;
      type: T;
      /** when it happened, milliseconds since 1970 */
      at: number;
      data: Omit<EventData<T>, Withheld>;
    }
  : never;

export type Told = ToldOf<EventType>;
