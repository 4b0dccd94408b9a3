/** Holding a case: taking it, giving it back, and keeping it while somebody works on it. */
import type { CaseSummary, CaseView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSay } from '../shell/use-say.ts';

/** A lease is a quarter of an hour; renewed well before it ends, milliseconds. */
const RENEW_MS = 4 * 60_000;

type Work = (what: string, body: object) => Promise<CaseSummary>;

export function useLease(view: CaseView, work: Work) {
  const say = useSay();
  const queries = useQueryClient();
  const { id, version, mine } = view;
  const latest = useRef(version);
  latest.current = version;

  const lease = useCallback(() => {
    work('lease', { version: latest.current }).catch(say.problem);
  }, [work, say]);
  const release = useCallback(() => {
    work('release', { version: latest.current }).then(() => say.done('case.released'), say.problem);
  }, [work, say]);
  const look = useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['case', id] });
    void queries.invalidateQueries({ queryKey: ['cases'] });
  }, [queries, id]);

  // whoever went away loses it when the lease ends: only what somebody does here keeps it
  useEffect(() => {
    if (!mine) return;
    let active = false;
    const did = () => {
      active = true;
    };
    const timer = setInterval(() => {
      if (!active) return;
      active = false;
      // where it is lost, the next look at the case says so
      work('lease', { version: latest.current }).catch(look);
    }, RENEW_MS);
    const kinds = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, did, { passive: true });
    return () => {
      clearInterval(timer);
      for (const kind of kinds) window.removeEventListener(kind, did);
    };
  }, [mine, work, look]);

  return useMemo(() => ({ lease, release, look }), [lease, release, look]);
}
