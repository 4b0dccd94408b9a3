/** What people rule under. */
import type { NamedPoliciesView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';

/** They change when an operator changes the policy: rarely, milliseconds. */
const FRESH_MS = 60_000;

export function usePolicies() {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['policies'],
    queryFn: () => api.get<NamedPoliciesView>('/v1/policies'),
    staleTime: FRESH_MS,
  });
}
