/** Messages in the order of time; of thousands only those in view are in the page. */
import type { CaseView } from '@kith/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useWords } from '../words/use-words.tsx';
import { Message } from './message.tsx';
import type { CaseDeskState } from './use-case-desk.tsx';
import { useFrontInView } from './use-front-in-view.ts';

/** A row's height before it is measured, CSS pixels. */
const ROW_PX = 62;
/** Rows beyond the view that are in the page, too. */
const BEYOND = 10;

/** What is on its way is not asked for again: each request leaves a line in the audit log. */
const ONCE = { cancelRefetch: false };

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
    // what is in view stays there when older messages come above
    anchorTo: 'end',
  });

  const items = virtual.getVirtualItems();
  const way = useFrontInView(virtual, rows, front);
  const { hasPreviousPage, hasNextPage, isFetching, fetchPreviousPage, fetchNextPage } = conversation;
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  // after every change of what is in view; not before the way there has ended: at first that is always the top
  useEffect(() => {
    if (isFetching || rows.length === 0 || way.current.is !== 'there') return;
    if (hasNextPage && to >= rows.length - BEYOND) void fetchNextPage(ONCE);
    else if (hasPreviousPage && from <= BEYOND && (virtual.scrollOffset ?? 0) < BEYOND * ROW_PX)
      void fetchPreviousPage(ONCE);
  });

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
              {row.beginsDay && <p className="timeline__day">{day(row.item.at)}</p>}
              <Message
                item={row.item}
                account={view.account}
                accounts={view.accounts}
                front={row.key === front}
                marked={marked.has(row.key)}
                onFront={desk.setFront}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
