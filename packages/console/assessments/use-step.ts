/** Writing one step of a draft: changed here, saved at once as a whole, and merged where somebody else saved it meanwhile. */
import type { AssessmentDraft, AssessmentView, DraftSection, SaidAnswer } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useSay } from '../shell/use-say.ts';
import { answersOf, isSame, merged, UNANSWERED } from './merge.ts';
import { unsaved, type Writing } from './unsaved.ts';
import { useAssessmentWork } from './use-assessment.ts';

const freshOf = (section: DraftSection): Writing => {
  const base = answersOf(section);
  return { base, version: section.version, mine: base };
};

const isChanged = ({ mine, base }: Writing): boolean => Object.keys(mine).some((id) => !isSame(mine[id], base[id]));

export function useStep(kind: string, draft: AssessmentDraft, section: DraftSection) {
  const { api } = useDesk();
  const queries = useQueryClient();
  const say = useSay();
  const work = useAssessmentWork(kind);
  const [writing, setWriting] = useState<Writing>(() => unsaved.get(draft.id, section.id) ?? freshOf(section));
  const [both, setBoth] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const isUnsaved = isChanged(writing);

  function keep(next: Writing): void {
    setWriting(next);
    unsaved.set(draft.id, section.id, isChanged(next) ? next : null);
  }

  function change(id: string, to: Partial<SaidAnswer>): void {
    const before = writing.mine[id] ?? UNANSWERED;
    keep({ ...writing, mine: { ...writing.mine, [id]: { ...before, ...to } } });
  }

  /** Takes in what somebody else has saved; what both wrote is to be chosen by a person. */
  async function takeIn(): Promise<void> {
    const view = await queries.fetchQuery({
      queryKey: ['assessment', kind],
      queryFn: () => api.get<AssessmentView>(address('assessments', kind)),
      staleTime: 0,
    });
    const now = view.editing?.id === draft.id ? view.editing.sections.find(({ id }) => id === section.id) : undefined;
    if (now === undefined) return;
    const theirs = answersOf(now);
    const result = merged(writing.base, writing.mine, theirs);
    keep({ base: theirs, version: now.version, mine: result.answers });
    setBoth(result.both);
  }

  /** @returns whether it is saved now */
  async function save(): Promise<boolean> {
    if (!isUnsaved) return true;
    setBusy(true);
    try {
      const { mine, version } = writing;
      await work(['draft', section.id], { draft: draft.id, version, answers: mine }, 'put');
      keep({ base: mine, version: version + 1, mine });
      setBoth([]);
      say.done('assessment.saved');
      return true;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'assessment_changed') await takeIn().catch(say.problem);
      say.problem(error);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return {
    ...{ writing, both, busy, isUnsaved, change, save },
    /** takes what somebody else has saved, of one question */
    takeTheirs(id: string): void {
      const their = writing.base[id];
      if (their !== undefined) change(id, their);
      setBoth(both.filter((one) => one !== id));
    },
    keepMine: (id: string): void => setBoth(both.filter((one) => one !== id)),
  };
}

export type Step = ReturnType<typeof useStep>;
