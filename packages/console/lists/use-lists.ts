import type { ListsView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';

/** How lists stand is looked at again, milliseconds: they are imported by the hour. */
const LIVE_MS = 30_000;

export function useLists() {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['lists'],
    queryFn: () => api.get<ListsView>('/v1/lists'),
    refetchInterval: LIVE_MS,
  });
}
