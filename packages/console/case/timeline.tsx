/** Messages in the order of time; of thousands only those in view are in the page. */
import type { CaseView } from '@kith/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useWords } from '../words/use-words.tsx';
import { Message } from './message.tsx';
import { rowOf } from './rows.ts';
import type { CaseDeskState } from './use-case-desk.tsx';

/** A row's height before it is measured, CSS pixels. */
const ROW_PX = 62;
/** Rows beyond the view that are in the page, too. */
const BEYOND = 10;

/** Why nothing is here: nobody wrote, the policy keeps none of it, or its time is over. */
function emptyBecause({ other, conversation }: CaseDeskState, { contacts }: CaseView): 'nothing' | 'not_kept' | 'over' {
  const contact = contacts.find(({ account }) => account === other);
  if (contact !== undefined && contact.messages + contact.replies === 0) return 'nothing';
  return conversation.data?.pages[0]?.textKept === false ? 'not_kept' : 'over';
}

export function Timeline({ desk, view }: { desk: CaseDeskState; view: CaseView }) {
  const { t, day } = useWords();
  const { rows, front, conversation, marked } = desk;
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    getItemKey: (i) => rows[i]?.key ?? i,
  });

  // what is in front is in view: where somebody jumps to, and where it begins
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (front === null || shown.current === front) return;
    const index = rowOf(rows, front);
    if (index < 0) return;
    shown.current = front;
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [front, rows, virtual]);

  // older messages come above: what somebody reads stays where it is
  const first = useRef<string | null>(null);
  useLayoutEffect(() => {
    const top = rows[0]?.key ?? null;
    const before = first.current;
    first.current = top;
    if (before === null || top === before || top === null) return;
    const now = rows.findIndex(({ key }) => key === before);
    const place = now > 0 ? virtual.getOffsetForIndex(now, 'start') : undefined;
    if (place !== undefined) virtual.scrollToOffset((virtual.scrollOffset ?? 0) + place[0]);
  }, [rows, virtual]);

  const items = virtual.getVirtualItems();
  const { hasPreviousPage, hasNextPage, isFetching, fetchPreviousPage, fetchNextPage } = conversation;
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (isFetching || rows.length === 0) return;
    if (hasNextPage && to >= rows.length - BEYOND) void fetchNextPage();
    else if (hasPreviousPage && from <= BEYOND && (virtual.scrollOffset ?? 0) < BEYOND * ROW_PX)
      void fetchPreviousPage();
  }, [isFetching, hasNextPage, hasPreviousPage, from, to, rows.length, virtual, fetchNextPage, fetchPreviousPage]);

  if (rows.length === 0) return <p className="empty">{t(`conversation.empty.${emptyBecause(desk, view)}`)}</p>;
  return (
    // it scrolls, so it must be reached by keyboard
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="timeline" ref={box} tabIndex={0} aria-label={t('timeline.title')}>
      <ol className="timeline__rows" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="timeline__row"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row.kind === 'day' ? (
                <p className="timeline__day">{day(row.at)}</p>
              ) : (
                <Message
                  item={row.item}
                  account={view.account}
                  accounts={view.accounts}
                  front={row.key === front}
                  marked={marked.has(row.key)}
                  onFront={desk.setFront}
                />
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
