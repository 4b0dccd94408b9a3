/** A notice on its way to a person, and what is told about it on the way back. */
import type { Choice, Notice } from '@kith/contract';
import type { NewEvent } from '../batches.ts';
import type { Why } from './why.ts';

/** What a platform's server sends to the device of the account that a notice is for: `noticesFor` and `arrivalOf` make it. */
export interface Arrival {
  /** the id of the event whose decision asked for the notice */
  readonly event: string;
  readonly notice: Notice;
  /** why it is shown */
  readonly why: readonly Why[];
}

/** What the platform's server passes on to Kith: `notice.shown` or `notice.answered`. */
export type NoticeEvent = Extract<NewEvent, { type: 'notice.shown' | 'notice.answered' }>;

/** What of an arrival is told: all of it that Kith doesn't know already. */
export interface Told {
  readonly event: string;
  readonly notice: Pick<Notice, 'to' | 'kind' | 'about'>;
}

/** What Kith counts as one notice. */
const toldKey = ({ event, notice }: Told): string => JSON.stringify([event, notice.kind, notice.to]);

/** Two arrivals with the same key are one notice. One guardianship has more than one kind of news. */
export const keyOf = (arrival: Arrival): string => toldKey(arrival) + (arrival.notice.news ?? '');

const about = ({ event, notice }: Told) => ({
  actor: notice.to,
  notice: notice.kind,
  ...(notice.about !== undefined && { other: notice.about }),
  event,
});

export const shownEvent = (notice: Told): NoticeEvent => ({
  id: idOf('shown', toldKey(notice)),
  type: 'notice.shown',
  data: about(notice),
});

export const answeredEvent = (notice: Told, choice: Choice): NoticeEvent => ({
  id: idOf('answered', toldKey(notice)),
  type: 'notice.answered',
  data: { ...about(notice), choice },
});

/**
 * The same for the same notice on every device and at every try: Kith decides an event id once, so a notice counts as shown
 * once and has one answer. 64 bits are enough for the ids of an hour, which is how long Kith knows them at least.
 */
const idOf = (what: 'shown' | 'answered', key: string): string =>
  `notice-${what}-${hash(key, 0x811c9dc5)}${hash(key, 0x9747b28c)}`;

/** FNV-1a over UTF-16 code units with a last mix, as 8 hexadecimal digits. No secret: it only tells ids apart. */
function hash(text: string, seed: number): string {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) >>> 0).toString(16).padStart(8, '0');
}
