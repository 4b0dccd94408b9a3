import { useMemo } from 'react';
import { ApiProblem } from '../api/http.ts';
import { useWords } from '../words/use-words.tsx';
import type { MessageKey, Say } from '../words/words.ts';
import { notices } from './notices.ts';

/** Problems that happen while everything works, in words that say what to do. Of others, Kith's own message is shown. */
const KNOWN: Readonly<Record<string, MessageKey>> = {
  case_changed: 'problem.case_changed',
  case_held: 'problem.case_held',
  not_held: 'problem.not_held',
  case_over: 'problem.case_over',
  referral_changed: 'problem.referral_changed',
  referral_state: 'problem.referral_state',
  edited_it: 'problem.edited_it',
  nothing_attached: 'problem.nothing_attached',
  case_reported: 'problem.case_reported',
  checked_it: 'problem.checked_it',
  leaving: 'problem.leaving',
  incomplete: 'problem.incomplete',
  damaged: 'problem.damaged',
  destroyed: 'problem.destroyed',
  known_material: 'problem.known_material',
  standing_changed: 'problem.standing_changed',
  not_looked: 'problem.not_looked',
  not_fresh: 'problem.not_fresh',
  pseudonym_taken: 'problem.pseudonym_taken',
  undo_over: 'problem.undo_over',
  sign_in: 'problem.sign_in',
  unreachable: 'problem.unreachable',
  unavailable: 'problem.unavailable',
  not_found: 'problem.not_found',
  not_known: 'problem.not_known',
  assessment_changed: 'problem.assessment_changed',
  assessment_incomplete: 'problem.assessment_incomplete',
  appeal_changed: 'problem.appeal_changed',
  first_look: 'problem.first_look',
  not_judged: 'problem.not_judged',
  judged_by_other: 'problem.judged_by_other',
  answers_changed: 'problem.answers_changed',
  report_changed: 'problem.report_changed',
};

export function sayProblem(t: Say, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problem.other', { message: String(error) });
  const known = KNOWN[error.code];
  return known === undefined ? t('problem.other', { message: error.message }) : t(known);
}

/** Says at the bottom of the screen what was done and what went wrong. */
export function useSay() {
  const { t } = useWords();
  return useMemo(
    () => ({
      done: (key: MessageKey, values?: Parameters<Say>[1]) => notices.say(t(key, values)),
      problem: (error: unknown) => {
        // the sheet that covers the page says so
        if (error instanceof ApiProblem && error.status === 401) return;
        notices.wrong(sayProblem(t, error), error instanceof ApiProblem ? error.code : null);
      },
    }),
    [t],
  );
}
