/**
 * What somebody can do here. One file an action; buttons, keys and the palette all run the same one. An action sees the
 * console through `Now` and changes it through what it finds there, so that it can be tested without a browser.
 */
import type { AppealView, CaseView, LinkEdge, ReferralView, RulingKind } from '@kith/contract';
import type { MessageKey } from '../words/words.ts';

/** What is in front of somebody: one at a time, so that a key may mean different things in different ones. */
export const MODES = [
  'queue',
  'case',
  /** a kind of ruling is chosen, and not yet sent */
  'ruling',
  'evidence',
  'referrals',
  'referral',
  /** the guide to an authority's portal */
  'portal',
  'reports',
  'account',
  'appeals',
  'appeal',
  'search',
  'outbox',
  'assessments',
  'calendar',
  'policy',
  'lists',
  'people',
  'keys',
  'audit',
  'numbers',
  'notices',
  'measures',
  'transparency',
  'settings',
] as const;
export type Mode = (typeof MODES)[number];
/** Those with a list whose rows can be gone through. */
export const LISTS = [
  'queue',
  'reports',
  'appeals',
  'search',
  'lists',
  'assessments',
  'outbox',
  'audit',
  'evidence',
  'referrals',
  'portal',
] as const satisfies readonly Mode[];

/** The console around every screen. */
export interface Shell {
  go(path: string): void;
  show(sheet: 'palette' | 'screens' | 'keys'): void;
  /** what can still be undone; null where nothing can */
  undoable: { run(): void } | null;
  takeNext(): void;
  refresh(): void;
  signOut(): void;
}

export interface List {
  length: number;
  move(by: number): void;
  open(): void;
}

export interface Queue {
  /** queues that there are, as the tabs show them */
  turn(by: number): void;
}

/** What the screen of a case lets actions do. */
export interface CaseDesk {
  view: CaseView;
  /** I hold it, or may take it */
  mayRule: boolean;
  conversation: 'closed' | 'open' | 'none';
  /** messages marked for removal */
  marked: ReadonlySet<string>;
  openConversation(): void;
  turnContact(by: number): void;
  moveMessage(by: number): void;
  moveSignal(by: number): void;
  /** mark the message that is in front for removal, or not any more */
  mark(): void;
  lease(): void;
  release(): void;
  ask(what: 'note' | 'move' | 'merge' | 'disagree' | 'reopen' | 'refer'): void;
  choose(kind: RulingKind): void;
  readReport(): void;
  secondLook: { confirm(): void } | null;
}

/** A ruling that is being made. */
export interface RulingDesk {
  measures: readonly RulingKind[];
  /** on to the next step; at the last, sends it */
  proceed(): void;
  cancel(): void;
}

export interface AppealDesk {
  appeal: AppealView;
  lease(): void;
  release(): void;
  choose(outcome: 'uphold' | 'overturn'): void;
}

/** The links between the account of a case and others. */
export interface LinksDesk {
  count: number;
  /** the one that is in front; null where none is */
  chosen: LinkEdge | null;
  /** I judged it last */
  isMine: boolean;
  turn(by: number): void;
  /** asks why, then says it */
  judge(state: 'confirmed' | 'cut'): void;
  takeBack(): void;
}

/** Evidence of one case. */
export interface EvidenceDesk {
  /** nothing of it is destroyed, because somebody said so */
  held: boolean;
  ask(what: 'preserve' | 'attach' | 'hold' | 'release'): void;
}

export interface ReferralDesk {
  view: ReferralView;
  /** `behind`: it was opened, and somebody has changed it since */
  content: 'shut' | 'reading' | 'editing' | 'behind';
  unsaved: boolean;
  open(): void;
  save(): void;
  check(): void;
  approve(): void;
  retain(): void;
  sendAgain(): void;
  supplement(): void;
  nextProblem(): void;
  ask(what: { what: 'give-back' | 'not-reported' | 'covered' | 'request' } | { what: 'answer'; request: string }): void;
}

/** The guide to an authority's own portal. */
export interface PortalDesk {
  shut: boolean;
  open(): void;
}

/** Everything that an action may look at. What is not in front is null. */
export interface Now {
  mode: Mode;
  /** whether the one who sits here may do this, by name in the server's table of actions */
  may(what: string): boolean;
  shell: Shell;
  list: List | null;
  queue: Queue | null;
  case: CaseDesk | null;
  ruling: RulingDesk | null;
  appeal: AppealDesk | null;
  links: LinksDesk | null;
  evidence: EvidenceDesk | null;
  referral: ReferralDesk | null;
  portal: PortalDesk | null;
}

export interface Action {
  id: string;
  label: MessageKey;
  /** unless somebody chose another: see keys.ts; null: in the palette only */
  key: string | null;
  where: 'anywhere' | readonly Mode[];
  /** what the server's table of actions asks of whoever does it; null: anybody who is signed in */
  needs: string | null;
  applies(now: Now): boolean;
  run(now: Now): void;
  /** the action that takes it back; null where there is nothing to take back */
  undo: string | null;
}

/** It is ruled: nothing of it is changed any more unless it is opened again. */
export const isOver = ({ state }: Pick<CaseView, 'state'>): boolean => state === 'decided' || state === 'closed';

/** Most actions can't be taken back because they change nothing that lasts. */
export const action = (given: Omit<Action, 'undo' | 'needs'> & Partial<Pick<Action, 'undo' | 'needs'>>): Action => ({
  undo: null,
  needs: null,
  ...given,
});
