/** What one account has done towards one other. Directed: the other's side is a contact of its own. */
import type { WarningSign } from '@kith/contract';
import type { Seconds } from './account.ts';
import { type DayMark, NEVER } from './informed.ts';

export interface Contact {
  readonly actor: string;
  readonly other: string;
  /** the first and the last thing the actor did towards the other */
  firstAt: Seconds;
  lastAt: Seconds;
  /** the actor did something towards the other before the other did anything towards the actor */
  began: boolean;
  /** direct messages that were delivered */
  messages: number;
  /** messages in small groups that both are in */
  groupMessages: number;
  /** direct messages that were not delivered at once */
  withheld: number;
  /** delivered messages that followed one from the other */
  replies: number;
  /** the other has the actor in their device's contacts, as the platform said */
  inContacts: boolean;
  requestedAt: Seconds;
  /** see isConnected */
  acceptStep: number;
  removeStep: number;
  blocking: boolean;
  /** the last time, even where the block was lifted since */
  blockedAt: Seconds;
  reportedAt: Seconds;
  /** the actor's answer, as a child, to the other's wish to write */
  answer: 'none' | 'accepted' | 'declined';
  answeredAt: Seconds;
  /** when the other, as a child, was last warned of the actor, by sign, in the order of warningSigns */
  warnedAt: [Seconds, Seconds, Seconds, Seconds];
  /** the last day on which the actor, as a child, was shown what its block of the other does; the same of its report */
  toldOfBlock: DayMark;
  toldOfReport: DayMark;
}

/** The order in which signs are kept and named. */
export const warningSigns: readonly WarningSign[] = ['blocked_or_reported', 'far_region', 'new_account', 'risk_medium'];

export function blankContact(actor: string, other: string): Contact {
  return {
    actor,
    other,
    firstAt: 0,
    lastAt: 0,
    began: false,
    messages: 0,
    groupMessages: 0,
    withheld: 0,
    replies: 0,
    inContacts: false,
    requestedAt: 0,
    acceptStep: 0,
    removeStep: 0,
    blocking: false,
    blockedAt: 0,
    reportedAt: 0,
    answer: 'none',
    answeredAt: 0,
    warnedAt: [0, 0, 0, 0],
    toldOfBlock: NEVER,
    toldOfReport: NEVER,
  };
}

/**
 * Whether the actor has turned to the other itself: wrote, asked to connect, or took the other's request. Blocking,
 * unblocking, reporting or being in one group is no such thing, and must not make a first message an old one.
 */
export const hasTurnedTo = (c: Contact): boolean =>
  c.messages > 0 || c.withheld > 0 || c.requestedAt > 0 || c.acceptStep > 0;

type Steps = Pick<Contact, 'acceptStep' | 'removeStep'>;

/**
 * Whether two accounts are connected, from both directed contacts. Each side writes only its own row: accepting and
 * removing each take the next step above all four; the higher of the two kinds holds. A tie (two processes at
 * once) reads as not connected: doubt protects.
 */
export const isConnected = (out: Steps, back: Steps): boolean =>
  Math.max(out.acceptStep, back.acceptStep) > Math.max(out.removeStep, back.removeStep);

/** The step above all that either side has taken. */
export const nextStep = (out: Steps, back: Steps): number =>
  1 + Math.max(out.acceptStep, back.acceptStep, out.removeStep, back.removeStep);

/** Whether the contact has ever been an accepted connection from this side: such contacts are listed. */
export const wasAccepted = (c: Contact): boolean => c.acceptStep > 0;
/** Whether the actor has ever blocked or reported the other: such contacts are listed for the other. */
export const wasFlagged = (c: Contact): boolean => c.blockedAt > 0 || c.reportedAt > 0;
