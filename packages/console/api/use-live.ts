/**
 * News: what a screen shows is asked for again as soon as it has changed. Where no news come (a proxy that holds them back, too
 * many screens, no connection) it is asked for every few seconds instead.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Query } from './http.ts';
import { useDesk } from './use-api.tsx';

/** While news come it is looked again all the same, milliseconds: what lies further down a list is no news. */
const SLOW_MS = 60_000;
/** Asked again after an end, milliseconds; after a failure longer each time. */
const AGAIN_MS = 1_000;
/** The longest wait after failures, milliseconds: a Kith that is back is noticed within a minute. */
const AGAIN_MAX_MS = 60_000;

/**
 * @param watch what is looked at, as GET /v1/live takes it
 * @param key what is to be asked for again
 * @returns how often to look by oneself, milliseconds: rarely while news come, else `every_ms`
 */
export function useLive(watch: Query, key: readonly string[], every_ms: number): number {
  const { api } = useDesk();
  const queries = useQueryClient();
  const [listening, setListening] = useState(false);
  const [wanted, asked] = [JSON.stringify(watch), JSON.stringify(key)];

  useEffect(() => {
    const leaving = new AbortController();
    let pause_ms = AGAIN_MS;
    async function listen(signal: AbortSignal): Promise<void> {
      let heard = false;
      try {
        await api.follow(
          JSON.parse(wanted),
          () => {
            // the first, too: something may have happened since it was asked for
            void queries.invalidateQueries({ queryKey: JSON.parse(asked) });
            heard = true;
            pause_ms = AGAIN_MS;
            setListening(true);
          },
          signal,
        );
      } catch {
        // said by the requests of the screen itself
      }
      if (signal.aborted) return;
      setListening(false);
      if (!heard) pause_ms = Math.min(pause_ms * 2, AGAIN_MAX_MS);
    }
    /** a browser has few connections for all its tabs: one that nobody sees gives its own back */
    function whenSeen(): Promise<void> {
      if (!document.hidden) return Promise.resolve();
      return new Promise((resolve) => {
        document.addEventListener('visibilitychange', () => resolve(), { once: true, signal: leaving.signal });
      });
    }
    async function goOn(): Promise<void> {
      while (!leaving.signal.aborted) {
        await whenSeen();
        const hiding = new AbortController();
        const hide = () => document.hidden && hiding.abort();
        document.addEventListener('visibilitychange', hide);
        await listen(AbortSignal.any([leaving.signal, hiding.signal]));
        document.removeEventListener('visibilitychange', hide);
        if (hiding.signal.aborted) setListening(false);
        await new Promise((resolve) => setTimeout(resolve, pause_ms));
      }
    }
    void goOn();
    return () => leaving.abort();
  }, [api, queries, wanted, asked]);
  return listening ? SLOW_MS : every_ms;
}
