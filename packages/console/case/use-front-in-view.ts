/** Brings the message in front into view, and keeps it there while older messages come above it. */
import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { type Row, rowOf } from './rows.ts';

/** How far the way to the message in front is. */
interface Way {
  to: string | null;
  /** the list was told to go there, scrolls, or is there (or wherever somebody scrolled to instead) */
  is: 'told' | 'scrolling' | 'there';
}

/** @param virtual anchored at its end: it keeps in view what is in view while rows come above */
export function useFrontInView(
  virtual: Virtualizer<HTMLElement, Element>,
  rows: readonly Row[],
  front: string | null,
): Readonly<RefObject<Way>> {
  const way = useRef<Way>({ to: null, is: 'there' });
  const inView = virtual.getVirtualItems().some(({ index }) => rows[index]?.key === front);
  const { isScrolling } = virtual;
  const first = rows[0]?.key ?? null;

  // the list goes to a row by its number, which is another one when rows came above: it is told again
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the first row is another one
  useLayoutEffect(() => {
    virtual.cancelScroll();
    if (way.current.is !== 'there') way.current = { to: null, is: 'told' };
  }, [first]);

  useEffect(() => {
    if (front === null || way.current.to === front) return;
    const index = rowOf(rows, front);
    if (index < 0) return;
    way.current = { to: front, is: 'told' };
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [front, rows, virtual]);

  useEffect(() => {
    const { to, is } = way.current;
    if (is === 'told' && isScrolling) way.current = { to, is: 'scrolling' };
    else if (!isScrolling && (is === 'scrolling' || inView)) way.current = { to, is: 'there' };
  }, [inView, isScrolling]);

  return way;
}
