/** Opening, changing and saving what a referral says; and what happens where somebody else has saved it meanwhile. */
import type { ReferralContent, ReferralView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { notices } from '../shell/notices.ts';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { type Conflict, type Edited, merged } from './form/merge.ts';
import { editsOf, isUnsaved, openedOf, openReferrals, useOpenReferral } from './open-referrals.ts';
import { useReferralWork } from './use-referral.ts';

const NO_CONFLICTS: readonly Conflict[] = [];

export function useEdit(view: ReferralView) {
  const { api } = useDesk();
  const { t } = useWords();
  const say = useSay();
  const queries = useQueryClient();
  const work = useReferralWork(view.id);
  const { id } = view;
  const opened = useOpenReferral(id);
  const [busy, setBusy] = useState(false);
  const [conflicts, setConflicts] = useState(NO_CONFLICTS);
  const latest = useRef({ view, opened });
  latest.current = { view, opened };

  /** As it is now at the server: the content, and what lies in clear beside it. */
  const read = useCallback(async () => {
    const content = await api.post<ReferralContent>(address('referrals', id, 'open'));
    const now = await queries.fetchQuery({
      queryKey: ['referral', id],
      queryFn: () => api.get<ReferralView>(address('referrals', id)),
      staleTime: 0,
    });
    return openedOf(now, content);
  }, [api, id, queries]);

  const open = useCallback(() => {
    setBusy(true);
    read()
      .then((fresh) => openReferrals.set(id, fresh), say.problem)
      .finally(() => setBusy(false));
  }, [read, id, say]);

  const change = useCallback(
    (to: Partial<Edited>) => {
      const now = openReferrals.current().get(id);
      if (now !== undefined) openReferrals.set(id, { ...now, mine: { ...now.mine, ...to } });
    },
    [id],
  );

  /** Takes in what somebody else has saved: what both changed is to be chosen by a person. */
  const takeIn = useCallback(async () => {
    const { opened: mine } = latest.current;
    if (mine === null) return;
    const theirs = await read();
    const result = merged(theirs.form, mine.base, mine.mine, theirs.base);
    openReferrals.set(id, { ...theirs, mine: result.edited });
    setConflicts(result.conflicts);
  }, [read, id]);

  /** @returns the version that is saved now; null where it could not be saved */
  const save = useCallback(async (): Promise<number | null> => {
    const { opened: now, view: seen } = latest.current;
    if (now === null || !isUnsaved(now)) return seen.version;
    // what was done to it since changed nothing of what it says: then it is saved over the version that is there
    const isBehind = now.edits !== editsOf(seen);
    setBusy(true);
    try {
      const { mine } = now;
      const version = isBehind ? now.version : Math.max(now.version, seen.version);
      const after = await work<ReferralView>([], { version, ...mine, evidence: [...mine.evidence] }, 'put');
      const typed = openReferrals.current().get(id);
      // what was typed while it was on its way is not saved yet
      if (typed !== undefined)
        openReferrals.set(id, { ...typed, version: after.version, edits: editsOf(after), base: mine });
      setConflicts(NO_CONFLICTS);
      say.done('referral.saved');
      return after.version;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'referral_changed') await takeIn().catch(say.problem);
      say.problem(error);
      return null;
    } finally {
      setBusy(false);
    }
  }, [work, id, say, takeIn]);

  const settle = useCallback(
    (conflict: Conflict, edited: Edited) => {
      setConflicts((now) => now.filter((one) => one !== conflict));
      change(edited);
    },
    [change],
  );

  useEffect(
    () => () => {
      if (openReferrals.leave(id)) notices.say(t('referral.keptUnsaved'));
    },
    [id, t],
  );

  return {
    opened,
    busy,
    conflicts,
    unsaved: isUnsaved(opened),
    /** somebody else has saved it since it was opened here */
    behind: opened !== null && opened.edits !== editsOf(view),
    ...{ open, change, save, takeIn, settle },
  };
}

export type EditState = ReturnType<typeof useEdit>;
