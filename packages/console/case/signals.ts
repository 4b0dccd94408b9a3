/** Going from one signal of a case to the next, conversation by conversation. Pure. */
import type { CaseView } from '@kith/contract';

/** A signal that can be gone to: it is about one message to one account. */
export interface Stop {
  other: string;
  message: string;
  at: string;
  words: string;
}

/** Where somebody is: in which conversation, at which moment (null: at its end). */
export interface Here {
  other: string | null;
  at: string | null;
  message: string | null;
}

const byTime = (a: { at: string; message: string }, b: { at: string; message: string }): number =>
  Date.parse(a.at) - Date.parse(b.at) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0);

/** Every message that a signal is about, once; in the order of the case's contacts, the oldest first. */
export function stopsOf({ signals, contacts }: Pick<CaseView, 'signals' | 'contacts'>): Stop[] {
  const order = new Map(contacts.map(({ account }, i) => [account, i]));
  const stops = new Map<string, Stop>();
  for (const { other, message, at, words } of signals) {
    if (other === undefined || message === undefined) continue;
    const known = stops.get(`${other}\0${message}`);
    if (known === undefined) stops.set(`${other}\0${message}`, { other, message, at, words });
    else known.words = `${known.words} · ${words}`;
  }
  const place = (other: string) => order.get(other) ?? contacts.length;
  return [...stops.values()].sort(
    (a, b) => place(a.other) - place(b.other) || (a.other < b.other ? -1 : a.other > b.other ? 1 : 0) || byTime(a, b),
  );
}

/** The next signal, or with -1 the one before; from the last one on to the first. null where there are none. */
export function stopFrom(stops: readonly Stop[], here: Here, by: 1 | -1): Stop | null {
  if (stops.length === 0) return null;
  const at = stops.findIndex((stop) => stop.other === here.other && stop.message === here.message);
  if (at >= 0) return stops[(at + by + stops.length) % stops.length] ?? null;
  const there = stops.filter((stop) => stop.other === here.other);
  const { at: moment, message } = here;
  if (moment === null) return (by === 1 ? there[0] : there.at(-1)) ?? stops[0] ?? null;
  const from = { at: moment, message: message ?? '' };
  const found =
    by === 1 ? there.find((stop) => byTime(stop, from) > 0) : there.findLast((stop) => byTime(stop, from) < 0);
  if (found !== undefined) return found;
  // none further on in this conversation: the first of the next, or the last of the one before
  const edge = stops.findIndex((stop) => stop.other === here.other);
  if (edge < 0) return (by === 1 ? stops[0] : stops.at(-1)) ?? null;
  const next = by === 1 ? edge + there.length : edge - 1;
  return stops[(next + stops.length) % stops.length] ?? null;
}
