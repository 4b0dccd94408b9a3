/** Every action there is. One that isn't here can't be done. */
import type { Action } from './action.ts';
import { addNote } from './add-note.ts';
import { cancelRuling } from './cancel-ruling.ts';
import { chooseKind } from './choose-kind.ts';
import { confirmRuling } from './confirm-ruling.ts';
import { disagree } from './disagree.ts';
import { go } from './go.ts';
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
import { nextQueue } from './next-queue.ts';
import { nextSignal } from './next-signal.ts';
import { openConversation } from './open-conversation.ts';
import { palette } from './palette.ts';
import { previousContact } from './previous-contact.ts';
import { previousLink } from './previous-link.ts';
import { previousMessage } from './previous-message.ts';
import { previousQueue } from './previous-queue.ts';
import { previousSignal } from './previous-signal.ts';
import { proceed } from './proceed.ts';
import { readReport } from './read-report.ts';
import { refresh } from './refresh.ts';
import { release } from './release.ts';
import { releaseAppeal } from './release-appeal.ts';
import { reopenCase } from './reopen-case.ts';
import { screens } from './screens.ts';
import { signOut } from './sign-out.ts';
import { takeBackLink } from './take-back-link.ts';
import { takeNext } from './take-next.ts';
import { undo } from './undo.ts';

export const ACTIONS: readonly Action[] = [
  addNote,
  cancelRuling,
  ...chooseKind,
  confirmRuling,
  disagree,
  ...go,
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
  nextQueue,
  nextSignal,
  openConversation,
  palette,
  previousContact,
  previousLink,
  previousMessage,
  previousQueue,
  previousSignal,
  proceed,
  readReport,
  refresh,
  release,
  releaseAppeal,
  reopenCase,
  screens,
  signOut,
  takeBackLink,
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
