/** One case as the server knows it, and everything that can be done to it. */
import type { CaseSummary, CaseView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Api, address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useLive } from '../api/use-live.ts';

/** A case is looked at again, milliseconds, where no news come: reports and signals join it, other people act on it. */
const LIVE_MS = 10_000;

export const caseQuery = (api: Api, id: string) => ({
  queryKey: ['case', id],
  queryFn: () => api.get<CaseView>(address('cases', id)),
});

export function useCase(id: string) {
  const { api } = useDesk();
  const every_ms = useLive({ watch: 'case', id }, ['case', id], LIVE_MS);
  return useQuery({ ...caseQuery(api, id), refetchInterval: every_ms });
}

/** Does something to a case, and looks at it again whether or not it worked: then it has changed. */
export function useCaseWork(id: string) {
  const { api } = useDesk();
  const queries = useQueryClient();
  return useCallback(
    async <T = CaseSummary>(what: string, body: object): Promise<T> => {
      try {
        return await api.post<T>(address('cases', id, what), body);
      } finally {
        await queries.invalidateQueries({ queryKey: ['case', id] });
        void queries.invalidateQueries({ queryKey: ['cases'] });
      }
    },
    [api, id, queries],
  );
}
