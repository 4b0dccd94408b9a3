/** What matched known material in a case, and judging it. */
import type { MaterialJudgement, MaterialView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useSay } from '../shell/use-say.ts';

export type Says = MaterialJudgement['says'];

/** What is about to be said, before why is asked: of an entry of a list, or of a medium. */
export type Asked =
  | { says: 'wrong' | 'right'; list: string; entry: string }
  | { says: 'known' | 'unlike' | 'unsaid'; media: string };

export function useMaterial(caseId: string) {
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [asked, ask] = useState<Asked | null>(null);
  const { data, error } = useQuery({
    queryKey: ['case', caseId, 'material'],
    queryFn: () => api.get<MaterialView>(address('cases', caseId, 'material')),
  });
  const judge = useCallback(
    async (judgement: MaterialJudgement): Promise<void> => {
      try {
        await api.post(address('cases', caseId, 'material', 'judge'), judgement);
        say.done(`material.did.${judgement.says}`);
      } finally {
        await queries.invalidateQueries({ queryKey: ['case', caseId] });
      }
    },
    [api, caseId, queries, say],
  );
  return { data, error, asked, ask, judge };
}
