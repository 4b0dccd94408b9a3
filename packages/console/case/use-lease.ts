/** Holding a case: taking it, giving it back, and keeping it while somebody works on it. */
import type { CaseSummary, CaseView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { useKeeping } from '../shell/use-keeping.ts';
import { useSay } from '../shell/use-say.ts';

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

  const renew = useCallback(() => {
    // where it is lost, the next look at the case says so
    work('lease', { version: latest.current }).catch(look);
  }, [work, look]);
  useKeeping(mine, renew);

  return useMemo(() => ({ lease, release, look }), [lease, release, look]);
}
