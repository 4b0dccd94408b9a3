/** Every action there is. One that isn't here can't be done. */
import type { Action } from './action.ts';
import { addNote } from './add-note.ts';
import { approveReferral } from './approve-referral.ts';
import { attachEvidence } from './attach-evidence.ts';
import { cancelRuling } from './cancel-ruling.ts';
import { caseEvidence } from './case-evidence.ts';
import { checkReferral } from './check-referral.ts';
import { chooseKind } from './choose-kind.ts';
import { confirmRuling } from './confirm-ruling.ts';
import { coverReferral } from './cover-referral.ts';
import { disagree } from './disagree.ts';
import { giveBackReferral } from './give-back-referral.ts';
import { go } from './go.ts';
import { holdEvidence } from './hold-evidence.ts';
import { judgeAppeal } from './judge-appeal.ts';
import { judgeLink } from './judge-link.ts';
import { keysSheet } from './keys-sheet.ts';
import { lease } from './lease.ts';
import { leaseAppeal } from './lease-appeal.ts';
import { listDown } from './list-down.ts';
import { listOpen } from './list-open.ts';
import { listUp } from './list-up.ts';
import { markMessage } from './mark-message.ts';
import { mergeCase } from './merge-case.ts';
import { moveCase } from './move-case.ts';
import { nextContact } from './next-contact.ts';
import { nextLink } from './next-link.ts';
import { nextMessage } from './next-message.ts';
import { nextProblem } from './next-problem.ts';
import { nextQueue } from './next-queue.ts';
import { nextSignal } from './next-signal.ts';
import { notReportReferral } from './not-report-referral.ts';
import { noteRequest } from './note-request.ts';
import { openConversation } from './open-conversation.ts';
import { openPortal } from './open-portal.ts';
import { openReferral } from './open-referral.ts';
import { palette } from './palette.ts';
import { preserveEvidence } from './preserve-evidence.ts';
import { previousContact } from './previous-contact.ts';
import { previousLink } from './previous-link.ts';
import { previousMessage } from './previous-message.ts';
import { previousQueue } from './previous-queue.ts';
import { previousSignal } from './previous-signal.ts';
import { proceed } from './proceed.ts';
import { readReport } from './read-report.ts';
import { refer } from './refer.ts';
import { refresh } from './refresh.ts';
import { release } from './release.ts';
import { releaseAppeal } from './release-appeal.ts';
import { releaseEvidence } from './release-evidence.ts';
import { reopenCase } from './reopen-case.ts';
import { retainReferral } from './retain-referral.ts';
import { saveReferral } from './save-referral.ts';
import { screens } from './screens.ts';
import { sendAgainReferral } from './send-again-referral.ts';
import { signOut } from './sign-out.ts';
import { supplementReferral } from './supplement-referral.ts';
import { takeBackLink } from './take-back-link.ts';
import { takeNext } from './take-next.ts';
import { undo } from './undo.ts';

export const ACTIONS: readonly Action[] = [
  addNote,
  approveReferral,
  attachEvidence,
  cancelRuling,
  caseEvidence,
  checkReferral,
  ...chooseKind,
  confirmRuling,
  coverReferral,
  disagree,
  giveBackReferral,
  ...go,
  holdEvidence,
  ...judgeAppeal,
  ...judgeLink,
  keysSheet,
  lease,
  leaseAppeal,
  listDown,
  listOpen,
  listUp,
  markMessage,
  mergeCase,
  moveCase,
  nextContact,
  nextLink,
  nextMessage,
  nextProblem,
  nextQueue,
  nextSignal,
  notReportReferral,
  noteRequest,
  openConversation,
  openPortal,
  openReferral,
  palette,
  preserveEvidence,
  previousContact,
  previousLink,
  previousMessage,
  previousQueue,
  previousSignal,
  proceed,
  readReport,
  refer,
  refresh,
  release,
  releaseAppeal,
  releaseEvidence,
  reopenCase,
  retainReferral,
  saveReferral,
  screens,
  sendAgainReferral,
  signOut,
  takeBackLink,
  supplementReferral,
  takeNext,
  undo,
];

const byId = new Map(ACTIONS.map((action) => [action.id, action]));

/** @throws where there is no such action: a button names one that is gone */
export function actionById(id: string): Action {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`there is no action ${id}`);
  return found;
}

/** What the server's matrix of roles and actions reads: packages/console/actions.json. */
export const listed = (): object[] =>
  ACTIONS.map(({ id, key, where, needs, undo }) => ({ id, key, where, needs, undo })).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
