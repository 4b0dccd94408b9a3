/**
 * Ubuntu IRC logs as events, in two ways: as the group conversations that they are; and the hard way, where each line that
 * addresses a nick ("nick: ...", "nick, ...") is a direct message to that person, so that people who help strangers look
 * like people who write to strangers. Ages are unknown, so that doubt takes everybody for an adult who writes to children.
 */
import type { EventInput } from '@kith/contract';
import { accountOf } from '../../replay/index.ts';

export const ways = ['group', 'direct'] as const;
export type Way = (typeof ways)[number];

export const wayShown: Readonly<Record<Way, string>> = {
  group: 'as group conversations, as they are',
  direct: 'each line that addresses somebody as a direct message to them',
};

/** "nick: text" or "nick, text"; nicks hold letters, digits and these signs (RFC 2812, section 2.3.1). */
const ADDRESSED = /^([A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]{0,31})[:,]\s+(.*)$/s;

/** The account that a text addresses, and what is said to it; null where it addresses nobody who was seen. */
export function addressed(text: string, seen: ReadonlySet<string>): { other: string; text: string } | null {
  const match = ADDRESSED.exec(text);
  if (match === null) return null;
  const other = accountOf(match[1] ?? '');
  return seen.has(other) ? { other, text: match[2] ?? '' } : null;
}

/** A line's events in one of the ways; `seen` are the accounts that events have named so far. */
export function inWay(way: Way, events: readonly EventInput[], seen: ReadonlySet<string>): readonly EventInput[] {
  if (way === 'group') return events;
  return events.map((event): EventInput => {
    if (event.type !== 'message.sent' || event.data.text === undefined) return event;
    const to = addressed(event.data.text, seen);
    if (to === null || to.other === event.data.actor) return event;
    const { conversation: _, ...data } = event.data;
    return { ...event, data: { ...data, other: to.other, text: to.text } };
  });
}
