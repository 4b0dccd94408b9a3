/** Making a ruling: choosing, looking at it as a whole, sending it, taking it back while it hasn't left. */
import type { CaseView, RulingKind, RulingView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { usePolicies } from '../policy/use-policies.ts';
import { notices } from '../shell/notices.ts';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { ruledAs } from './answered.ts';
import { prefetchNext } from './prefetch-next.ts';
import { chosen, type Draft, inputOf, missingIn, type NamedPolicy, withPolicy } from './ruling.ts';

/** What a step of ruling answers. */
export interface Ruled {
  ruling: RulingView;
  /** of the case, from now on */
  version: number;
}

/** What else a ruling changed is looked up so long after it, milliseconds: whoever takes the next case at once goes first. */
const LOOK_AFTER_MS = 400;

const NO_POLICIES: readonly NamedPolicy[] = [];

/** Where the platform answered nothing of a ruling's own time to undo, there is none. */
const isUndoable = ({ undoUntil }: RulingView): boolean => undoUntil !== null && Date.parse(undoUntil) > Date.now();

/** Offers to take a ruling back for as long as it can be. */
export function useUndo() {
  const { api } = useDesk();
  const { t } = useWords();
  const say = useSay();
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useCallback(
    (ruling: RulingView) => {
      if (!isUndoable(ruling) || ruling.undoUntil === null) return;
      const measures = ruling.measures.map((kind) => t(`kind.${kind}`)).join(', ');
      const text = ruling.state === 'proposed' ? t('ruling.proposed') : t('ruling.sent', { measures });
      notices.undoable(text, Date.parse(ruling.undoUntil), () => {
        api
          .post(address('rulings', ruling.id, 'undo'))
          .then(() => {
            say.done('ruling.undone');
            go(`/case/${encodeURIComponent(ruling.case)}`);
          })
          .catch(say.problem)
          .finally(() => {
            void queries.invalidateQueries({ queryKey: ['case', ruling.case] });
            void queries.invalidateQueries({ queryKey: ['cases'] });
          });
      });
    },
    [api, t, say, queries, go],
  );
}

export function useRuling(view: CaseView, marked: ReadonlySet<string>) {
  const { t } = useWords();
  const { api } = useDesk();
  const queries = useQueryClient();
  const say = useSay();
  const offerUndo = useUndo();
  const [drafted, setDraft] = useState<Draft | null>(null);
  /** the history as it was when the ruling was begun: what came since is said */
  const [begun, setBegun] = useState(view.history);
  /** the version that was looked at when it was begun; null: the newest, after somebody was told that it had changed */
  const [lookedAt, setLookedAt] = useState<number | null>(null);
  const policies = usePolicies().data?.policies ?? NO_POLICIES;
  // a key may come before the policies do
  const draft = drafted === null ? null : withPolicy(drafted, policies);

  function choose(kind: RulingKind) {
    if (draft === null) {
      setBegun(view.history);
      setLookedAt(view.version);
    }
    setDraft(chosen(kind, policies, t('ruling.plainReason'), draft));
  }

  function look(): Promise<void> {
    void queries.invalidateQueries({ queryKey: ['cases'] });
    return queries.invalidateQueries({ queryKey: ['case', view.id] });
  }

  async function send(given: Draft) {
    setDraft({ ...given, step: 'sending' });
    try {
      const input = inputOf(given, lookedAt ?? view.version, marked);
      const { ruling, version } = await api.post<Ruled>(address('cases', view.id, 'rulings'), input);
      // what became of the case is known by the answer: nobody waits for it to be fetched again
      queries.setQueryData<CaseView>(['case', view.id], (now) => now && ruledAs(now, ruling, version));
      setDraft(null);
      setTimeout(look, LOOK_AFTER_MS);
      if (isUndoable(ruling)) offerUndo(ruling);
      else say.done(ruling.state === 'proposed' ? 'ruling.proposed' : 'ruling.done');
    } catch (error) {
      await look();
      setDraft({ ...given, step: 'chosen' });
      setLookedAt(null);
      say.problem(error);
    }
  }

  function proceed() {
    if (draft === null || draft.step === 'sending') return;
    if (draft.step === 'looked') void send(draft);
    else if (missingIn(draft) === null) {
      setDraft({ ...draft, step: 'looked' });
      // while the last step is read, the case after this one comes
      prefetchNext(queries, api, view.id);
    }
  }

  return { draft, setDraft, begun, policies, choose, proceed, cancel: () => setDraft(null) };
}
