/** What the audit log can be filtered by, and the pseudonyms of those whom its lines name. */
import type { AuditChoices } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';

/** People and keys come and go rarely, milliseconds. */
const FRESH_MS = 60_000;

export function useChoices() {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['audit choices'],
    queryFn: () => api.get<AuditChoices>('/v1/audit/choices'),
    staleTime: FRESH_MS,
  });
}
