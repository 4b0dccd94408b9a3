/** The loaded part of a conversation: pages put together, and a day where it begins. Pure. */
import type { ConversationPage, TimelineItem } from '@kith/contract';

/** One row of the timeline: a day's name where a day begins, a message else. */
export type Row = { kind: 'day'; key: string; at: string } | { kind: 'message'; key: string; item: TimelineItem };

/** Pages in order of time as rows. A message that two pages have is one row. */
export function rowsOf(pages: readonly ConversationPage[], dayOf: (at: string) => string): Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  let day = '';
  for (const { items } of pages) {
    for (const item of items) {
      if (seen.has(item.message)) continue;
      seen.add(item.message);
      const its = dayOf(item.at);
      if (its !== day) {
        day = its;
        // two days can't begin with one message
        rows.push({ kind: 'day', key: `day ${item.message}`, at: item.at });
      }
      rows.push({ kind: 'message', key: item.message, item });
    }
  }
  return rows;
}

/** The row of a message; -1 where it isn't loaded. */
export const rowOf = (rows: readonly Row[], message: string): number =>
  rows.findIndex((row) => row.kind === 'message' && row.key === message);

/** The next row that is a message, or with -1 the one before; the same where there is none. */
export function messageFrom(rows: readonly Row[], from: number, by: 1 | -1): number {
  for (let i = from + by; i >= 0 && i < rows.length; i += by) if (rows[i]?.kind === 'message') return i;
  return from;
}
