import { useEffect, useState } from 'react';

/** The time now, milliseconds since 1970, again every so often: what is "5 minutes ago" must not stand still. */
export function useNowMs(every_ms: number): number {
  const [now_ms, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now_ms;
}

/** Often enough for minutes, milliseconds. */
export const MINUTES_MS = 15_000;
