/** What was said between the account and one of its contacts, page by page in both directions from a moment. */
import type { ConversationPage } from '@kith/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';

/** Messages of one request: a few screens. */
const PAGE = 200;

/** From where a page goes: `before` and `after` are times; neither: the newest. */
interface From {
  before?: string;
  after?: string;
}
const NEWEST: From = {};

/** A message of this very moment must be on the page. */
const justBefore = (at: string): string => new Date(Date.parse(at) - 1).toISOString();

/**
 * @param open nothing is asked before somebody opened the conversation: looking leaves a line in the audit log
 * @param anchor a moment that must be among the first page; null: the newest
 */
export function useConversation(id: string, other: string | null, open: boolean, anchor: string | null) {
  const { api } = useDesk();
  return useInfiniteQuery({
    queryKey: ['conversation', id, other, anchor],
    queryFn: ({ pageParam }) =>
      api.get<ConversationPage>(address('cases', id, 'conversation'), { ...pageParam, with: other, limit: PAGE }),
    initialPageParam: anchor === null ? NEWEST : { after: justBefore(anchor) },
    getPreviousPageParam: ({ older, items: [first] }): From | null =>
      older && first !== undefined ? { before: first.at } : null,
    getNextPageParam: ({ newer, items }): From | null => {
      const last = items.at(-1);
      return newer && last !== undefined ? { after: last.at } : null;
    },
    enabled: open && other !== null,
    // each look is one look: nothing is fetched again by itself
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
