/** Events made ready to send, and cut into requests. */
import type { EventInput } from '@kith/contract';
import { KithError } from './errors.ts';

/** The most events of one request: what POST /v1/events takes as an array. */
export const BATCH_EVENTS_MAX = 1000;
/** The most bytes of one request's body. Ordinary proxies refuse more than 1 MiB unless told otherwise. */
export const BATCH_BYTES_MAX = 1_000_000;

type WithoutId<E> = E extends { id: string } ? Omit<E, 'id'> & { id?: string | undefined } : never;

/** An event as it is told: `id` and `time` may be left out, and are then filled in before the first try. */
export type NewEvent = WithoutId<EventInput>;

/** An event with its id, as JSON: made once, so that every try says the same. */
export interface ReadyEvent {
  id: string;
  json: string;
  bytes: number;
}

const encoder = new TextEncoder();

/** Fills in id and time and makes the JSON. Throws `event_too_large` for what no request can carry. */
export function ready(event: NewEvent): ReadyEvent {
  const id = event.id ?? crypto.randomUUID();
  const json = JSON.stringify({ ...event, id, time: event.time ?? new Date().toISOString() });
  const bytes = encoder.encode(json).byteLength;
  if (bytes > BATCH_BYTES_MAX - 2) {
    throw new KithError(
      'event_too_large',
      `event ${id} has ${bytes} bytes; at most ${BATCH_BYTES_MAX - 2} can be sent`,
    );
  }
  return { id, json, bytes };
}

/** Cuts events into requests, in order: as many as fit in `events` and BATCH_BYTES_MAX. */
export function* batches(all: readonly ReadyEvent[], events = BATCH_EVENTS_MAX): Generator<readonly ReadyEvent[]> {
  let from = 0;
  let bytes = 2;
  for (let i = 0; i < all.length; i++) {
    const size = (all[i]?.bytes ?? 0) + 1;
    if (i > from && (i - from === events || bytes + size > BATCH_BYTES_MAX)) {
      yield all.slice(from, i);
      from = i;
      bytes = 2;
    }
    bytes += size;
  }
  if (from < all.length) yield all.slice(from);
}

/** The body of a request. */
export const bodyOf = (batch: readonly ReadyEvent[]): string => `[${batch.map((e) => e.json).join(',')}]`;
