/** Everything that can be done on the screen of a case, for its parts and for the registry of actions. */
import type { CaseView, RulingView } from '@kith/contract';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { CaseDesk, RulingDesk } from '../actions/action.ts';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { ReferSheet } from '../referrals/refer-sheet.tsx';
import { ReportSheet } from '../reports/report-sheet.tsx';
import { useFront, useMode } from '../shell/now.ts';
import { useSay } from '../shell/use-say.ts';
import { AskSheet } from './ask-sheet.tsx';
import { useCaseWork } from './use-case.ts';
import { useLease } from './use-lease.ts';
import { useReading } from './use-reading.ts';
import { type Ruled, useRuling, useUndo } from './use-ruling.ts';

export function useCaseDesk(view: CaseView) {
  const may = useMay();
  const { api } = useDesk();
  const say = useSay();
  const work = useCaseWork(view.id);
  const reading = useReading(view);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set<string>());
  const [asked, setAsked] = useState<Parameters<CaseDesk['ask']>[0] | null>(null);
  const [report, setReport] = useState<string | null>(null);
  const ruling = useRuling(view, marked);
  const offerUndo = useUndo();
  const hold = useLease(view, work);

  const proposed = view.rulings.find(({ state }) => state === 'proposed') ?? null;
  const second = view.secondReview && view.mine && view.barred === null ? proposed : null;
  const mayRule = may('case.rule') && view.mine && view.barred === null && second === null;

  const judge = useCallback(
    async (judged: RulingView, how: 'confirm' | 'disagree', note?: string) => {
      try {
        const change = judged.standingChanged;
        // what holds by now was in front of whoever agrees
        const seen = how === 'confirm' && change !== null ? { seen: change.now?.enforcement ?? null } : {};
        const body = { version: view.version, note, ...seen };
        const answer = await api.post<Ruled>(address('rulings', judged.id, how), body);
        if (how === 'confirm') offerUndo(answer.ruling);
        say.done(how === 'confirm' ? 'second.confirmed' : 'second.disagreed');
      } finally {
        hold.look();
      }
    },
    [api, view.version, offerUndo, say, hold],
  );

  const { opened, front, other, open, turnContact, moveMessage, moveSignal } = reading;
  const { lease, release } = hold;
  const mark = useCallback(() => {
    if (front === null) return;
    setMarked((now) => {
      const next = new Set(now);
      if (!next.delete(front)) next.add(front);
      return next;
    });
  }, [front]);

  // actions see what is in front as it is now, and the front stays the same object while nothing of it changes
  const latest = useRef({ ruling, judge, second });
  latest.current = { ruling, judge, second };
  const desk: CaseDesk = useMemo(
    () => ({
      view,
      mayRule,
      conversation: other === null ? 'none' : opened ? 'open' : 'closed',
      marked,
      openConversation: open,
      turnContact,
      moveMessage,
      moveSignal,
      mark,
      lease,
      release,
      ask: (what) => setAsked(what),
      choose: (kind) => latest.current.ruling.choose(kind),
      readReport: () => setReport(view.reportsFiled.find(({ hasText }) => hasText)?.id ?? null),
      secondLook:
        second === null ? null : { confirm: () => void latest.current.judge(second, 'confirm').catch(say.problem) },
    }),
    [
      view,
      mayRule,
      opened,
      marked,
      mark,
      lease,
      release,
      second,
      other,
      open,
      turnContact,
      moveMessage,
      moveSignal,
      say,
    ],
  );
  useFront('case', desk);

  const { draft } = ruling;
  const measures = draft?.measures ?? null;
  const making: RulingDesk | null = useMemo(
    () =>
      measures === null
        ? null
        : { measures, proceed: () => latest.current.ruling.proceed(), cancel: () => latest.current.ruling.cancel() },
    [measures],
  );
  useFront('ruling', making);
  useMode(making === null ? 'case' : 'ruling');

  const sheet: ReactNode = (
    <>
      {asked === 'refer' && <ReferSheet view={view} onDone={() => setAsked(null)} />}
      {asked !== null && asked !== 'refer' && (
        <AskSheet
          what={asked}
          view={view}
          onDone={setAsked}
          work={work}
          // also where they hold it no more: Kith says so, and what they wrote stays
          disagree={(note) => (proposed === null ? Promise.reject(overtaken()) : judge(proposed, 'disagree', note))}
        />
      )}
      {report !== null && <ReportSheet id={report} onClose={() => setReport(null)} />}
    </>
  );

  return { ...reading, marked, ruling, second, mayRule, sheet, readReport: setReport };
}

/** Somebody else has looked a second time meanwhile. */
const overtaken = () => new ApiProblem('case_changed', 'somebody else has judged it', 409);

export type CaseDeskState = ReturnType<typeof useCaseDesk>;
