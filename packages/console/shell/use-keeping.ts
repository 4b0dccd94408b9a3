/** Keeping what one holds while one works on it. */
import { useEffect } from 'react';

/** A lease is a quarter of an hour; renewed well before it ends, milliseconds. */
const RENEW_MS = 4 * 60_000;

/** Whoever went away loses it when the lease ends: only what somebody does here keeps it. @param renew the same function while nothing changes */
export function useKeeping(mine: boolean, renew: () => void): void {
  useEffect(() => {
    if (!mine) return;
    let active = false;
    const did = () => {
      active = true;
    };
    const timer = setInterval(() => {
      if (!active) return;
      active = false;
      renew();
    }, RENEW_MS);
    const kinds = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, did, { passive: true });
    return () => {
      clearInterval(timer);
      for (const kind of kinds) window.removeEventListener(kind, did);
    };
  }, [mine, renew]);
}
