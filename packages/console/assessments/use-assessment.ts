/** One kind of assessment as it is at the server, and what is done to it. */
import type { AssessmentList, AssessmentVersion, AssessmentView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';

export function useAssessments() {
  const { api } = useDesk();
  return useQuery({ queryKey: ['assessments'], queryFn: () => api.get<AssessmentList>('/v1/assessments') });
}

export function useAssessment(kind: string) {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['assessment', kind],
    queryFn: () => api.get<AssessmentView>(address('assessments', kind)),
  });
}

export function useVersion(kind: string, number: number) {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['assessment', kind, 'version', number],
    queryFn: () => api.get<AssessmentVersion>(address('assessments', kind, 'versions', String(number))),
  });
}

/** Does something to it; what comes back is what is shown from then on. */
export function useAssessmentWork(kind: string) {
  const { api } = useDesk();
  const queries = useQueryClient();
  return useCallback(
    async (path: readonly string[], body: object = {}, method: 'post' | 'put' = 'post'): Promise<AssessmentView> => {
      const view = await api[method]<AssessmentView>(address('assessments', kind, ...path), body);
      queries.setQueryData(['assessment', kind], view);
      void queries.invalidateQueries({ queryKey: ['assessments'] });
      return view;
    },
    [api, kind, queries],
  );
}

export const toKind = (kind: string): string => `/assessment/${encodeURIComponent(kind)}`;
export const toStep = (kind: string, section: string): string => `${toKind(kind)}/step/${encodeURIComponent(section)}`;
export const toVersion = (kind: string, number: number): string => `${toKind(kind)}/version/${number}`;
