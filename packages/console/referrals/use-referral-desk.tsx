/** Everything that can be done on the screen of a referral, for its parts and for the registry of actions. */
import type { ReferralView } from '@kith/contract';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ReferralDesk } from '../actions/action.ts';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { useFront, useMode } from '../shell/now.ts';
import { useSay } from '../shell/use-say.ts';
import type { MessageKey } from '../words/words.ts';
import { BareSheet } from './bare-sheet.tsx';
import { fieldOf, isInTheWay, placedFields } from './form/fields.ts';
import { goToField } from './form/form-desk.ts';
import { type Asked, ReferralAsk } from './referral-ask.tsx';
import { useEdit } from './use-edit.ts';
import { useReferralWork } from './use-referral.ts';

export function useReferralDesk(view: ReferralView) {
  const { api } = useDesk();
  const may = useMay();
  const say = useSay();
  const [, go] = useLocation();
  const work = useReferralWork(view.id);
  const edit = useEdit(view);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [bare, setBare] = useState<number | null>(null);
  const summary = useRef<HTMLElement>(null);
  const at = useRef(-1);

  const step = useCallback(
    async (what: string, version: number, done: MessageKey) => {
      try {
        await work([what], { version });
        say.done(done);
      } catch (error) {
        say.problem(error);
      }
    },
    [work, say],
  );

  const editing = view.state === 'drafted' && may('referral.work');
  const { opened, unsaved, behind } = edit;

  // what is done next looks at everything as it is now
  const latest = useRef({ view, edit });
  latest.current = { view, edit };
  const [checking, setChecking] = useState(false);

  /** Saves first: what is checked is what the server has. */
  const check = useCallback(async () => {
    const version = await latest.current.edit.save();
    if (version === null) return;
    setChecking(true);
    try {
      await work(['check'], { version });
      say.done('referral.did.check');
    } catch (error) {
      // they must know that nothing of what was said or shown goes with it
      if (error instanceof ApiProblem && error.code === 'nothing_attached') setBare(version);
      else say.problem(error);
    }
    setChecking(false);
  }, [work, say]);
  // refused for what is missing: to where it is said
  const ways = view.problems.filter(isInTheWay).length;
  useEffect(() => {
    if (checking && ways > 0) summary.current?.focus();
  }, [checking, ways]);

  const nextProblem = useCallback(() => {
    const { view: now, edit: open } = latest.current;
    if (open.opened === null) return;
    const fields = placedFields(open.opened.form, open.opened.mine.content);
    const paths = now.problems.map((problem) => fieldOf(problem, fields)).filter((path) => path !== null);
    at.current = paths.length === 0 ? -1 : (at.current + 1) % paths.length;
    const path = paths[at.current];
    if (path !== undefined) goToField(path);
  }, []);

  const supplement = useCallback(async () => {
    const { view: now } = latest.current;
    try {
      const drafted = await api.post<ReferralView>(address('cases', now.case, 'referrals'), {
        kind: now.kind,
        supplements: now.id,
      });
      go(`/referral/${encodeURIComponent(drafted.id)}`);
    } catch (error) {
      say.problem(error);
    }
  }, [api, go, say]);

  const desk: ReferralDesk = useMemo(
    () => ({
      view,
      content: opened === null ? 'shut' : behind ? 'behind' : editing ? 'editing' : 'reading',
      unsaved,
      open: () => latest.current.edit.open(),
      save: () => void latest.current.edit.save(),
      check: () => void check(),
      approve: () => void step('approve', latest.current.view.version, 'referral.did.approve'),
      retain: () => void step('retain', latest.current.view.version, 'referral.did.retain'),
      sendAgain: () => void step('send-again', latest.current.view.version, 'referral.did.sendAgain'),
      supplement: () => void supplement(),
      ask: setAsked,
      nextProblem,
    }),
    [view, opened, behind, editing, unsaved, check, step, supplement, nextProblem],
  );
  useFront('referral', desk);
  useMode('referral');

  const sheet = (
    <>
      {asked !== null && <ReferralAsk what={asked} view={view} work={work} onDone={() => setAsked(null)} />}
      {bare !== null && <BareSheet version={bare} work={work} onDone={() => setBare(null)} />}
    </>
  );
  return { ...edit, editing, sheet, summary };
}

export type ReferralDeskState = ReturnType<typeof useReferralDesk>;
