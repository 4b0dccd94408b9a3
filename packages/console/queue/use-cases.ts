import type { CasePage } from '@kith/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';
import { useLive } from '../api/use-live.ts';

export interface QueueFilter {
  queue: string | null;
  state: string | null;
}

/** Rows of one request: more than a screen shows. */
const PAGE = 100;
/** The queue is looked at again, milliseconds, where no news come: other people take cases. It stands still while nobody looks at it. */
const LIVE_MS = 5_000;

/** The queue, a page after another as somebody goes down. */
export function useCases({ queue, state }: QueueFilter) {
  const { api } = useDesk();
  const every_ms = useLive({ watch: 'queue', queue }, ['cases'], LIVE_MS);
  return useInfiniteQuery({
    queryKey: ['cases', queue, state],
    queryFn: ({ pageParam }) =>
      api.get<CasePage>('/v1/cases', { queue, state, after: pageParam === '' ? null : pageParam, limit: PAGE }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: every_ms,
    // of a queue that somebody went far down only the newest pages would be read again, one by one
    maxPages: 20,
  });
}
