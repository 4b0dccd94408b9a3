/** What deciding gives: codes and names only. Words are put to them where they are shown (server/words). */
import type {
  Choice,
  EventData,
  EvidenceCode,
  FamilyNews,
  GuardianPower,
  LinkTerm,
  Measure,
  NoticeKind,
  Outcome,
  ReasonCode,
  Risk,
  RiskModel,
  RuleMode,
  Settings,
  WarningSign,
} from '@kith/contract';
import type { Arm } from './contact/arms.ts';
import type { FamilyNoted } from './family/notes.ts';
import type { ToKeep } from './keep/between.ts';
import type { Changes } from './knowledge/index.ts';
import type { Beside } from './risk/beside.ts';
import type { Contribution } from './risk/score.ts';
import type { Comparison } from './signals/identity/compare.ts';
import type { Found, KnownAs } from './told.ts';

export interface DecidedReason {
  code: ReasonCode;
  measure?: Measure;
  signs?: readonly WarningSign[];
  /** the policy's rule, where one decided, and what it says */
  rule?: string;
  words?: string;
  /** what a risk is made of, the largest first */
  because?: readonly Contribution[];
  /** what was observed beside, and adds nothing to it */
  beside?: readonly Beside[];
  /** an earlier account that the actor is taken for */
  linked?: DecidedLink;
}

/** Two accounts that are taken for the same person's, and why: the points of `because` add up to `points`, log-odds. */
export interface DecidedLink {
  account: string;
  points: number;
  because: readonly Comparison[];
}

export interface DecidedNotice {
  /** the account to show it to */
  to: string;
  kind: NoticeKind;
  /** the account that it is about */
  about?: string;
  /** the language of the person it is shown to, as far as it is known */
  language: string;
  /** where that person lives, as far as it is known: whose help lines are named */
  country: string;
  signs?: readonly WarningSign[];
  /** members of a group that the person does not know */
  strangers?: number;
  /** safety settings that would be given up */
  givenUp?: readonly string[];
  /** whether a guardian sees what this child wants to change */
  guardianSees?: boolean;
  /** of a notice about a guardianship: what it tells of */
  news?: FamilyNews;
  /** what policy lets the guardian of this child do */
  powers?: readonly GuardianPower[];
  /** whether policy lets the child end it by itself */
  mayEnd?: boolean;
  /** of an invitation to a child: stands for all that it says, and goes back with a yes */
  terms?: string;
  choices: readonly Choice[];
}

export interface Decided {
  outcome: Outcome;
  reasons: readonly DecidedReason[];
  notices: readonly DecidedNotice[];
  /** notices that only inform and could be left out: whether they were, and which arm of an experiment they fell into */
  weighed?: readonly Weighed[];
  /** safety settings of a child's that protect less from now on; absent where none does */
  weakened?: readonly (keyof Settings)[];
  /** the policy's version */
  policy: string;
}

export interface Weighed {
  notice: DecidedNotice;
  /** null where it is shown */
  because: 'told_enough' | 'held_out' | null;
  drawn: Drawn | null;
}

export interface Drawn {
  experiment: string;
  arm: Arm;
}

/** What follows beyond the answer, committed with the decision. */
export type Effect = NoticeRequested | NoticeNoted | CaseOpened | FamilyNoted | EventHeld | DecisionRevised;

/** It waits until people have looked: what has to be known of it then. */
export interface EventHeld {
  type: 'event.held';
  held: Omit<EventData<'held.judged'>, 'event' | 'choice'>;
}

/** People have looked at an event that was held: what is decided of it now, for the platform to do. */
export interface DecisionRevised {
  type: 'decision.revised';
  /** the id of that event */
  event: string;
  decision: Decided;
}

/** Sent to the platform by couriers. */
export interface NoticeRequested {
  type: 'notice.requested';
  notice: DecidedNotice;
}

/** What became of a notice, and what a child did afterwards: counted for people to see, by nobody's name. */
export type NoticeNoted = { type: 'notice.noted'; child: string; other: string | null } & (
  | { what: 'shown'; kind: NoticeKind; language: string; risk: Risk }
  | { what: 'told_enough'; kind: NoticeKind; language: string }
  /** it fell into an arm of an experiment, shown or not */
  | { what: 'drawn'; kind: NoticeKind; language: string; drawn: Drawn }
  | { what: 'answered'; kind: NoticeKind; choice: Choice }
  /** `ended`: by the other, who blocked the child, took a request back, or ended the connection */
  | { what: 'did'; act: 'accept' | 'block' | 'report' | 'decline' | 'remove' | 'ended' }
);

/** A person is to look at an account: a case is opened, or joins the one that is open. */
export type CaseOpened = CaseByRisk | CaseByRule | CaseByMaterial | CaseByLink;

/** Where cases wait that Kith's own risk opened. */
export const RISK_QUEUE = 'risk';

/** Kith's own risk rose to medium or higher. */
export interface CaseByRisk {
  type: 'case.opened';
  account: string;
  queue: typeof RISK_QUEUE;
  /**
   * the platform is asked to keep the account from contacting children until a person has looked: it can be undone, and is
   * asked only where the policy says so
   */
  restrict: boolean;
  level: Risk;
  score: number;
  /** opens nothing where people found the account harmless in so many days, unless the score is so much higher since; null: opens always */
  unlessHarmless: RiskModel['foundHarmless'] | null;
  because: readonly Contribution[];
  /** what was to be seen of the account then, by name: what a ruling on it will teach by */
  features: Readonly<Record<string, number>>;
}

/** Where cases wait of newcomers who are taken for somebody who was barred. */
export const RETURNING_QUEUE = 'returning';

/** A newcomer is taken for somebody who was barred. */
export interface CaseByLink {
  type: 'case.opened';
  account: string;
  queue: typeof RETURNING_QUEUE;
  /** asks the platform to keep it from contacting children until a person has looked */
  restrict: boolean;
  level: Risk;
  score: number;
  linked: DecidedLink;
}

/** What was seen in a message, or told of it: which cue of which code, never what was written. */
export interface EvidenceSignal {
  account: string;
  /** the child that it was towards; null where that was a group with a child in it */
  other: string | null;
  /** the message that it was seen in, where there is one */
  message: string | null;
  code: EvidenceCode;
  cue: string;
  /** log-odds */
  weight: number;
}

/** A rule wants a person to look at an account. The same rule may say so again: it is one case. */
export interface CaseByRule {
  type: 'case.opened';
  account: string;
  queue: string;
  rule: string;
  words: string;
}

/** Where cases of known material wait. */
export const MATERIAL_QUEUE = 'known-material';

/** Somebody uploaded or sent what is known, or what looks like it. */
export interface CaseByMaterial {
  type: 'case.opened';
  account: string;
  queue: typeof MATERIAL_QUEUE;
  verdict: 'likely' | 'verified';
  /** null where it is a link */
  media: string | null;
  /** the message that it was sent in; null where it was uploaded */
  message: string | null;
  /** the platform is asked to remove it before anybody has looked: only what is verified, and only where the policy says so */
  remove: boolean;
}

/** A medium or a link that is known, or looks like what is. */
export interface MaterialSignal {
  account: string;
  other: string | null;
  message: string | null;
  /** null where it is a link */
  media: string | null;
  verdict: 'likely' | 'verified';
  /** what it matched; null where it matched when it was uploaded, which was told then */
  as: KnownAs | null;
}

/** What a rule of the policy found. One in shadow counts for nothing: it is noted, so that it can be watched first. */
export interface RuleSignal {
  rule: string;
  mode: Exclude<RuleMode, 'off'>;
  /** log-odds */
  weight: number;
  words: string;
}

/** One comparison of a newcomer with an earlier account that it is taken for. */
export interface LinkSignal {
  account: string;
  /** the earlier account */
  link: string;
  term: LinkTerm;
  /** log-odds */
  weight: number;
  /** what was observed */
  value: number;
}

/** One observation that bears on safety. */
export type Signal = EvidenceSignal | RuleSignal | MaterialSignal | LinkSignal;
export const isOfMaterial = (signal: Signal): signal is MaterialSignal => 'verdict' in signal;
export const isOfRule = (signal: Signal): signal is RuleSignal => 'rule' in signal;
export const isOfLink = (signal: Signal): signal is LinkSignal => 'link' in signal;

/** Whoever reports somebody, as they were known then. */
export interface Reporter {
  child: boolean;
  /** '' where it is not known */
  language: string;
}

export interface Considered {
  changes: Changes;
  decision: Decided;
  signals: readonly Signal[];
  effects: readonly Effect[];
  /** names of rules that could not be evaluated, which counts as not firing */
  faults: readonly string[];
  /** what was read of the text that the event carries, where it was asked for: the log keeps it in the text's place */
  read?: Found;
  /** of a report: who it is by */
  reporter?: Reporter;
  /** whose message this is, where its text is to be kept for a while; else null */
  keep: ToKeep | null;
}
