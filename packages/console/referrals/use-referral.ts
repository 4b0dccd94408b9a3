/** One referral as the server knows it, and what is done to it. */
import type { ReferralPage, ReferralView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';

/** A courier may be at work on it, and other people are, milliseconds. */
const LIVE_MS = 3_000;

export function useReferral(id: string) {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['referral', id],
    queryFn: () => api.get<ReferralView>(address('referrals', id)),
    refetchInterval: LIVE_MS,
  });
}

/** Referrals of one case, with what can be drafted. */
export function useReferralsOf(caseId: string, wanted: boolean) {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['referrals', 'of', caseId],
    queryFn: () => api.get<ReferralPage>('/v1/referrals', { case: caseId }),
    enabled: wanted,
  });
}

/** Does something to a referral, and looks at it again whether or not it worked. */
export function useReferralWork(id: string) {
  const { api } = useDesk();
  const queries = useQueryClient();
  return useCallback(
    async <T = ReferralView>(what: readonly string[], body: object, method: 'post' | 'put' = 'post'): Promise<T> => {
      try {
        return await api[method]<T>(address('referrals', id, ...what), body);
      } finally {
        await queries.invalidateQueries({ queryKey: ['referral', id] });
        void queries.invalidateQueries({ queryKey: ['referrals'] });
        void queries.invalidateQueries({ queryKey: ['case-evidence'] });
      }
    },
    [api, id, queries],
  );
}
