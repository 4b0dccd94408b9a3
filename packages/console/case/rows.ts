/** The loaded part of a conversation: pages put together, and where a day begins. Pure. */
import type { ConversationPage, TimelineItem } from '@kith/contract';

/**
 * One row of the timeline. That a day begins is said in the row of its first message and is no row of its own: with older
 * messages another message is the first, and what was in view must be found again.
 */
export interface Row {
  key: string;
  item: TimelineItem;
  /** the first of its day that is loaded */
  beginsDay: boolean;
}

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
      rows.push({ key: item.message, item, beginsDay: its !== day });
      day = its;
    }
  }
  return rows;
}

/** The row of a message; -1 where it isn't loaded. */
export const rowOf = (rows: readonly Row[], message: string): number => rows.findIndex(({ key }) => key === message);
