/** Cases as rows; of thousands only those in view are in the page. */
import type { CaseSummary } from '@kith/contract';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useFront } from '../shell/now.ts';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { CaseRow } from './case-row.tsx';

interface CaseListProps {
  rows: readonly CaseSummary[];
  state: 'coming' | 'there' | 'failed';
  error: Error | null;
  /** asks for the next page; null where there is none, or it is on its way */
  more: (() => unknown) | null;
}

/** A row's height before it is measured, CSS pixels. */
const ROW_PX = 66;
/** Rows beyond the view that are in the page: the next ones are there before one gets to them. */
const BEYOND = 8;

export function CaseList({ rows, state, error, more }: CaseListProps) {
  const { t } = useWords();
  const [, go] = useLocation();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(box.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    scrollMargin: top,
    getItemKey: (i) => rows[i]?.id ?? i,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && last >= rows.length - BEYOND) void more();
  }, [more, last, rows.length]);

  // a new object each time: the same row may be asked for again
  const [goal, setGoal] = useState<{ index: number } | null>(null);
  const front = useMemo(
    () => ({
      length: rows.length,
      move(by: number) {
        const inside = document.activeElement?.closest('.case-row') != null;
        const index = Math.max(0, Math.min(rows.length - 1, inside ? at + by : at));
        virtual.scrollToIndex(index, { align: 'auto' });
        setAt(index);
        setGoal({ index });
      },
      open() {
        const row = rows[at];
        if (row !== undefined) go(`/case/${encodeURIComponent(row.id)}`);
      },
    }),
    [rows, at, go, virtual],
  );
  useFront('list', front);
  // the row may have to be made before it can have the focus
  useEffect(() => {
    const link = goal === null ? null : box.current?.querySelector<HTMLElement>(`[data-index="${goal.index}"] a`);
    if (link === null || link === undefined) return;
    link.focus({ preventScroll: true });
    setGoal(null);
  });

  if (state === 'failed') return <p role="alert">{sayProblem(t, error)}</p>;
  if (state === 'coming') return <p className="quiet">{t('list.coming')}</p>;
  if (rows.length === 0) return <p className="empty">{t('queue.empty')}</p>;
  return (
    <ol className="case-rows" ref={box} style={{ height: virtual.getTotalSize() }} aria-label={t('screen.queue')}>
      {items.map(({ index, start, key }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className="case-rows__item"
            style={{ transform: `translateY(${start - top}px)` }}
            aria-setsize={more === null ? rows.length : -1}
            aria-posinset={index + 1}
          >
            <CaseRow row={row} current={index === at} onFocus={() => setAt(index)} />
          </li>
        );
      })}
    </ol>
  );
}
