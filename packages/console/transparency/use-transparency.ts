/** Transparency reports as they are at the server: those that were published, and the draft of one. */
import type { TransparencyDraft, TransparencyReports } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Period } from './period.ts';

const PATH = '/v1/transparency';
/** Kith composes for two minutes at most (draft.ts at the server), and says so itself when that is over; milliseconds. */
const COMPOSE_MAX_MS = 150_000;

export const draftKey = ({ from, to }: Period): readonly string[] => ['transparency', 'draft', from, to];
const LISTED = ['transparency', 'reports'] as const;

export function useReports() {
  const { api } = useDesk();
  const { language } = useWords();
  return useQuery({ queryKey: [...LISTED, language], queryFn: () => api.get<TransparencyReports>(PATH) });
}

/** Composing takes a processor for seconds: only when somebody asks, and never again by itself. */
export function useDraft({ from, to }: Period) {
  const { api } = useDesk();
  const { language } = useWords();
  return useQuery({
    queryKey: [...draftKey({ from, to }), language],
    queryFn: () => api.get<TransparencyDraft>(`${PATH}/draft`, { from, to }, COMPOSE_MAX_MS),
    ...{ retry: false, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnReconnect: false },
  });
}

export function useWithdraw() {
  const { api } = useDesk();
  const queries = useQueryClient();
  return useCallback(
    async (id: string, why: string): Promise<void> => {
      try {
        await api.post(address('transparency', id, 'withdrawal'), { why });
      } finally {
        await queries.invalidateQueries({ queryKey: LISTED });
      }
    },
    [api, queries],
  );
}

export function usePublish({ from, to }: Period) {
  const { api } = useDesk();
  const queries = useQueryClient();
  return useCallback(
    async (sha256: string, changes: string): Promise<void> => {
      await api.post(PATH, { from, to, sha256, changes }, COMPOSE_MAX_MS);
      await queries.invalidateQueries({ queryKey: LISTED });
    },
    [api, queries, from, to],
  );
}
