/** What is known of an account. */
import type { AccountStatus, AgeBand, AgeMethod, DirectMessages, Risk, Settings } from '@kith/contract';
import { type Informed, NOT_INFORMED } from './informed.ts';

/** Times in knowledge are whole seconds since 1970, 0 where it never happened. */
export type Seconds = number;

export interface Account {
  readonly id: string;
  /** whether the platform has told of the account itself, or it was only named by others */
  known: boolean;
  ageBand: AgeBand;
  ageMethod: AgeMethod;
  /** 0 to 100 */
  ageConfidence: number;
  /** ISO 3166-1 alpha-2, or '' */
  country: string;
  region: string;
  language: string;
  createdAt: Seconds;
  status: AccountStatus;
  risk: Risk;
  /** what was chosen; what was not follows the age band */
  settings: Partial<Settings>;
  /** weaker settings that a child has asked for and not yet confirmed */
  pendingSettings: Partial<Settings>;
  /** the child has confirmed all of them, and a guardian's yes is what is missing */
  pendingConfirmed: boolean;
  /** when it last asked children to connect, oldest first, at most CHILD_REQUESTS_REMEMBERED */
  childRequests: readonly Seconds[];
  /** disabled by a ruling, for children's safety: it stays when the account is deleted, and ends when it is restored */
  barred: boolean;
  /** taken for somebody else's: k.links says whose. Most accounts are not, and nobody asks for theirs */
  linked: boolean;
  /** has blocked somebody, at some time. Most accounts never have, and nobody asks whose other accounts it shuts out */
  blocks: boolean;
  /** has a parent or carer who sees its Family Centre. Most accounts have none, and nothing is noted of theirs */
  guarded: boolean;
  /** as a child: how often it was shown notices that only inform, on the last day that it was */
  informed: Informed;
}

export function blankAccount(id: string): Account {
  return {
    id,
    known: false,
    ageBand: 'unknown',
    ageMethod: 'unknown',
    ageConfidence: 0,
    country: '',
    region: '',
    language: '',
    createdAt: 0,
    status: 'active',
    risk: 'none',
    settings: NOTHING_CHOSEN,
    pendingSettings: NOTHING_CHOSEN,
    pendingConfirmed: false,
    childRequests: NO_REQUESTS,
    barred: false,
    linked: false,
    blocks: false,
    guarded: false,
    informed: NOT_INFORMED,
  };
}
export const NOTHING_CHOSEN: Partial<Settings> = Object.freeze({});
export const NO_REQUESTS: readonly Seconds[] = Object.freeze([]);

/** Where age is unknown, doubt protects: a child when contacted. */
export const isChildWhenContacted = (a: Account): boolean => a.ageBand !== 'adult';
/** Where age is unknown, doubt protects: an adult when contacting. */
export const isAdultWhenContacting = (a: Account): boolean => a.ageBand === 'adult' || a.ageBand === 'unknown';
/** A child by what is known, without doubt's help. */
export const isKnownChild = (a: Account): boolean => a.ageBand !== 'adult' && a.ageBand !== 'unknown';

/** A child whose parent or carer sees whom it is in touch with: of whoever has come of age nothing is seen any more. */
export const isSeenByGuardian = (a: Account): boolean => a.guarded && a.ageBand !== 'adult';

/** The account may do nothing on the platform. */
export const isOut = (a: Account): boolean =>
  a.status === 'disabled' || a.status === 'suspended' || a.status === 'deleted';

/** The defaults of measure F1 (grade M: to be checked against the official text). */
const PROTECTED: Settings = Object.freeze({
  seeSuggestions: false,
  beSuggested: false,
  appearInLists: false,
  showOwnList: false,
  directMessages: 'connections',
  showLocation: false,
});
const OPEN: Settings = Object.freeze({
  seeSuggestions: true,
  beSuggested: true,
  appearInLists: true,
  showOwnList: true,
  directMessages: 'everyone',
  showLocation: true,
});

/** The setting in force: what was chosen, else the default of the age band. */
export function settingOf<K extends keyof Settings>(a: Account, name: K): Settings[K] {
  return a.settings[name] ?? (isChildWhenContacted(a) ? PROTECTED : OPEN)[name];
}

export const settingNames = Object.keys(PROTECTED) as (keyof Settings)[];

const OPENNESS: Record<DirectMessages, number> = { connections: 0, ask: 1, everyone: 2 };
const openness = (value: boolean | DirectMessages): number =>
  typeof value === 'boolean' ? Number(value) : OPENNESS[value];

/** Parts a wanted change of settings into what protects less than now, and the rest. */
export function partSettings(
  a: Account,
  wanted: Partial<Settings>,
): { weaker: Partial<Settings>; rest: Partial<Settings> } {
  const weaker: Record<string, boolean | DirectMessages> = {};
  const rest: Record<string, boolean | DirectMessages> = {};
  for (const name of settingNames) {
    const value = wanted[name];
    if (value === undefined) continue;
    (openness(value) > openness(settingOf(a, name)) ? weaker : rest)[name] = value;
  }
  return { weaker, rest };
}
