/** For the platform's server: what it sends to a device, and what it passes on from there. */
import type { Choice, Decision, Notice } from '@kith/contract';
import { type Arrival, answeredEvent, type NoticeEvent, shownEvent } from './arrival.ts';
import { isKind } from './seriousness.ts';
import { whyOf } from './why-of.ts';

export type { Arrival, NoticeEvent };

/** The longest id that Kith takes, in UTF-16 code units. */
const ID_LENGTH_MAX = 128;

const CHOICES: Readonly<Record<Choice, true>> = {
  accept: true,
  decline: true,
  block: true,
  report: true,
  get_help: true,
  ok: true,
};
const isChoice = (text: string): text is Choice => Object.hasOwn(CHOICES, text);

/**
 * The notices of a receipt that are for this account, ready to send to its devices. A decision's reasons say who is suspected
 * of what, and its notices may be for two people: neither may reach a device as it is.
 */
export const noticesFor = (receipt: { id: string; decision: Decision }, account: string): Arrival[] =>
  receipt.decision.notices
    .filter(({ to }) => to === account)
    .map((notice) => ({ event: receipt.id, notice, why: whyOf(notice.kind, receipt.decision.reasons) }));

/** A notice of the webhook `notice.requested`, ready to send to the devices of the account that it is `to`. */
export const arrivalOf = ({ event, notice }: { event: string; notice: Notice }): Arrival => ({
  event,
  notice,
  why: whyOf(notice.kind),
});

/**
 * Reads what a device sent as `tell` gave it, for `kith.tell`. The actor is who is signed in, whatever the device says, and the
 * event's id is made again from that: no device can speak for another account, or use up the id of another event.
 * Gives null for anything else than a notice that was shown or answered.
 */
export function readNoticeEvent(sent: unknown, account: string): NoticeEvent | null {
  const { type, data } = fields(sent);
  const { notice: kind, other, event, choice } = fields(data);
  if (typeof kind !== 'string' || !isKind(kind) || !isId(event) || (other !== undefined && !isId(other))) return null;
  const about = { to: account, kind, ...(other !== undefined && { about: other }) };
  if (type === 'notice.shown') return shownEvent({ event, notice: about });
  if (type !== 'notice.answered' || typeof choice !== 'string' || !isChoice(choice)) return null;
  return answeredEvent({ event, notice: about }, choice);
}

const fields = (value: unknown): Partial<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= ID_LENGTH_MAX;
