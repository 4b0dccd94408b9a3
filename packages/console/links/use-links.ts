/** The links of a case: which there are, which one is in front, and judging it. */
import type { LinkEdge, LinkState, LinksView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { notices } from '../shell/notices.ts';
import { useFront } from '../shell/now.ts';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { edgeKey, inOrder } from './placing.ts';

/** A judgement can be taken back by one key for as long as a ruling can, milliseconds; at the link itself at any time. */
const UNDO_SHOWN_MS = 10_000;

const NO_EDGES: readonly LinkEdge[] = [];

export function useLinks(caseId: string) {
  const { api, session } = useDesk();
  const { t } = useWords();
  const say = useSay();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['case', caseId, 'links'],
    queryFn: () => api.get<LinksView>(address('cases', caseId, 'links')),
  });
  const edges = useMemo(() => (data === undefined ? NO_EDGES : inOrder(data.edges)), [data]);
  const box = useRef<HTMLElement>(null);
  const [wanted, choose] = useState<string | null>(null);
  const [asked, ask] = useState<'confirmed' | 'cut' | null>(null);
  const chosen = edges.find((edge) => edgeKey(edge) === wanted) ?? null;

  const send = useCallback(
    async ({ actor, other }: LinkEdge, state: LinkState, note?: string): Promise<void> => {
      try {
        await api.post('/v1/links/judge', { actor, other, state, note });
      } finally {
        await queries.invalidateQueries({ queryKey: ['case', caseId] });
      }
    },
    [api, queries, caseId],
  );

  const takeBack = useCallback(
    (edge: LinkEdge) => {
      send(edge, 'seen').then(() => say.done('links.takenBack'), say.problem);
    },
    [send, say],
  );

  const judge = useCallback(
    async (edge: LinkEdge, state: 'confirmed' | 'cut', note: string) => {
      await send(edge, state, note);
      notices.undoable(t(`links.did.${state}`), Date.now() + UNDO_SHOWN_MS, () => takeBack(edge));
    },
    [send, t, takeBack],
  );

  const turn = useCallback(
    (by: number) => {
      const at = edges.findIndex((edge) => edgeKey(edge) === wanted);
      const next = edges[at < 0 ? 0 : (at + by + edges.length) % edges.length];
      if (next === undefined) return;
      choose(edgeKey(next));
      const heads = box.current?.querySelectorAll<HTMLElement>('[data-link]') ?? [];
      [...heads].find(({ dataset }) => dataset.link === edgeKey(next))?.focus();
    },
    [edges, wanted],
  );

  const desk = useMemo(
    () => ({
      count: edges.length,
      chosen,
      isMine: chosen?.judged?.by === session.pseudonym,
      turn,
      judge: ask,
      takeBack: () => chosen !== null && takeBack(chosen),
    }),
    [edges.length, chosen, session.pseudonym, turn, takeBack],
  );
  useFront('links', desk);
  return { data, error, edges, chosen, choose, asked, ask, judge, box };
}
