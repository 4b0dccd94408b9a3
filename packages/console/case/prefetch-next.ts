import type { CasePage } from '@kith/contract';
import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '../api/http.ts';
import { caseQuery } from './use-case.ts';

/** Enough to find one that is free among those that others hold. */
const LOOKED_AT = 10;

/**
 * Fetches the case that comes next, so that it is there when somebody takes it. It is not taken: that would keep it from
 * others while nobody looks at it. No text is fetched, and none is shown.
 */
export function prefetchNext(queries: QueryClient, api: Api, now: string): void {
  api
    .get<CasePage>('/v1/cases', { limit: LOOKED_AT })
    .then(({ cases }) => {
      const next = cases.find(({ id, leasedBy }) => id !== now && leasedBy === null);
      if (next !== undefined) void queries.prefetchQuery(caseQuery(api, next.id));
    })
    .catch(() => {
      // fetched ahead for speed alone: what is wrong shows when it is really asked for
    });
}
