/** The bar at the top stays there, in as many lines as its menu needs: what has the focus must not lie under it. */
import { type RefObject, useEffect, useRef } from 'react';

/** Gives the style sheets the bar's height, as `--bar`. */
export function useBarHeight(): RefObject<HTMLElement | null> {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = bar;
    if (current === null) return;
    const told = new ResizeObserver(() => {
      document.documentElement.style.setProperty('--bar', `${current.offsetHeight}px`);
    });
    told.observe(current);
    return () => told.disconnect();
  }, []);
  return bar;
}
