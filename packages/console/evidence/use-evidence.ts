/** The evidence of a case: what there is of it, never what it holds. */
import type { CaseEvidence } from '@kith/contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';

/** The platform gives what it is asked for in its own time, milliseconds. */
const LIVE_MS = 10_000;

/** The pages of it that were asked for, as one, and how to ask for the next: null where there is none. */
export function useEvidence(caseId: string, wanted = true) {
  const { api } = useDesk();
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['case-evidence', caseId],
    queryFn: ({ pageParam }) =>
      api.get<CaseEvidence>(address('cases', caseId, 'evidence'), { after: pageParam === '' ? null : pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: LIVE_MS,
    enabled: wanted,
  });
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const [first] = data?.pages ?? [];
  return {
    data: first && { ...first, items: data?.pages.flatMap(({ items }) => items) ?? [] },
    ...{ error, isFetching, fetchNextPage },
    onMore: hasNextPage ? more : null,
  };
}

/** All of it, however many pages: pieces are looked up by their id. */
export function useAllEvidence(caseId: string, wanted = true) {
  const { data, error, isFetching, fetchNextPage, onMore } = useEvidence(caseId, wanted);
  useEffect(() => {
    // what is on its way is not asked for again, for another who wants it all; what can't be had waits for the next look
    if (wanted && !isFetching && error === null && onMore !== null) void fetchNextPage({ cancelRefetch: false });
  }, [wanted, isFetching, error, onMore, fetchNextPage]);
  return { data };
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
