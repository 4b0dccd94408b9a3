import type { CaseSummary, CaseView, NextAnswer } from '@kith/contract';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useLocation } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { takenAs } from '../case/answered.ts';
import { useSay } from './use-say.ts';

/** Where it was fetched ahead it can be ruled at once, and is fetched again meanwhile. */
function show(queries: QueryClient, taken: CaseSummary): void {
  const queryKey = ['case', taken.id];
  queries.setQueryData<CaseView>(queryKey, (ahead) => takenAs(ahead, taken) ?? ahead);
  void queries.invalidateQueries({ queryKey });
}

/** Takes the most pressing case and shows it. Pressed twice, it takes one. */
export function useTakeNext(): () => void {
  const { api } = useDesk();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const say = useSay();
  const taking = useRef(false);
  return useCallback(() => {
    if (taking.current) return;
    taking.current = true;
    api
      .post<NextAnswer>('/v1/cases/next')
      .then((answer) => {
        void queries.invalidateQueries({ queryKey: ['cases'] });
        switch (answer.found) {
          case 'case':
            show(queries, answer.case);
            go(`/case/${encodeURIComponent(answer.case.id)}`);
            return;
          case 'nothing':
            say.done('next.nothing');
            return;
          case 'break':
            say.done('next.break');
            return;
          default:
            answer satisfies never;
        }
      })
      .catch(say.problem)
      .finally(() => {
        taking.current = false;
      });
  }, [api, go, queries, say]);
}
