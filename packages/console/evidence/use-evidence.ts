/** The evidence of a case: what there is of it, never what it holds. */
import type { CaseEvidence } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';

/** The platform gives what it is asked for in its own time, milliseconds. */
const LIVE_MS = 10_000;

export function useEvidence(caseId: string, wanted = true) {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['case-evidence', caseId],
    queryFn: () => api.get<CaseEvidence>(address('cases', caseId, 'evidence')),
    refetchInterval: LIVE_MS,
    enabled: wanted,
  });
}

/** A case is released, too: by whoever holds it. */
const PATHS = { preserve: 'preserve', hold: 'hold', release: 'release-evidence' } as const;

/** Does something to a case's evidence, and looks again whether or not it worked. */
export function useEvidenceWork(caseId: string) {
  const { api } = useDesk();
  const queries = useQueryClient();
  return useCallback(
    async (what: keyof typeof PATHS, body: object): Promise<void> => {
      try {
        await api.post(address('cases', caseId, PATHS[what]), body);
      } finally {
        await queries.invalidateQueries({ queryKey: ['case-evidence', caseId] });
      }
    },
    [api, caseId, queries],
  );
}
