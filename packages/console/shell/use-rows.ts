/** Rows that can be gone through with j and k, and opened: what every list has in common. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useFront } from './now.ts';

/**
 * @param length how many rows there are
 * @param open what a row's opening is; its main link or button has `data-row={index}`
 */
export function useRows(length: number, open?: (index: number) => void) {
  const box = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState(-1);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  const front = useMemo(
    () => ({
      length,
      move(by: number) {
        setAt((now) => {
          const next = Math.max(0, Math.min(length - 1, now + by));
          box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
          return next;
        });
      },
      open: () => latest.current?.(at),
    }),
    [length, at],
  );
  useFront('list', front);
  return { box, onFocus: setAt };
}
