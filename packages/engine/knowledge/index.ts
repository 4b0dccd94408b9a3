/**
 * What Kith knows, as deciding sees it, and how an event changes it.
 * Two stores stand behind this interface (server/knowledge); both must answer alike.
 */
import type { Account, Seconds } from './account.ts';
import type { Approach } from './approach.ts';
import type { Conduct } from './conduct.ts';
import type { Contact } from './contact.ts';
import type { Conversation } from './conversation.ts';
import type { Identifier, IdentifierKind, Sharers } from './identifier.ts';
import type { Links } from './links.ts';
import type { Media } from './media.ts';

export * from './account.ts';
export * from './approach.ts';
export * from './conduct.ts';
export * from './contact.ts';
export * from './conversation.ts';
export { faded } from './decay.ts';
export * from './evidence-sums.ts';
export * from './identifier.ts';
export * from './informed.ts';
export * from './links.ts';
export * from './media.ts';

/**
 * How many accepted contacts on each side (those it accepted, those that accepted it) are looked at to find an
 * account's connections, newest first: it keeps the cost of a decision bounded. Somebody with more connections
 * than that looks more like a stranger, which protects.
 */
export const CONNECTIONS_SEEN = 256;
/** How many of those who blocked or reported an account are looked at, the latest to begin doing so first. */
export const FLAGS_SEEN = 256;
/** How many members of a conversation are looked at, the newest first. */
export const MEMBERS_SEEN = 256;

/** How many of them a child who is added is compared with, to say how many it does not know. */
export const MEMBERS_COMPARED = 32;

/** Every object that is given belongs to the caller, who may change it and give it back among the changes. */
export interface Knowledge {
  /** blank where nothing is known */
  account(id: string): Account;
  /** whether a parent or carer sees whom the account is in touch with: see isSeenByGuardian. Asked of everybody in an event */
  isSeenByGuardian(account: string): boolean;
  /** what the actor has done towards the other; blank where nothing */
  contact(actor: string, other: string): Contact;
  /** what the account's events add up to; blank where it never turned to a child */
  conduct(account: string): Conduct;
  /** the evidence in what the actor has done towards the other; blank where there is none */
  approach(actor: string, other: string): Approach;
  /** how many connections the two share, among the CONNECTIONS_SEEN of each; stops counting at `enough` */
  mutualConnections(a: string, b: string, enough: number): number;
  /** whether the account has a connection, other than `except`, of that country and region ('' matches any region) */
  hasConnectionIn(account: string, country: string, region: string, except: string): boolean;
  /** how many accounts that are children blocked or reported the account since then; stops counting at `enough` */
  childrenAgainst(account: string, since: Seconds, enough: number): number;
  /** blank where nothing is known */
  conversation(id: string): Conversation;
  isMember(conversation: string, account: string): boolean;
  /** at most MEMBERS_SEEN, newest first */
  members(conversation: string): readonly string[];
  /** what the account can be recognised by, in the order in which it was recorded */
  identifiers(account: string): readonly Identifier[];
  /** which accounts can be recognised by the same */
  sharers(kind: IdentifierKind, hash: string): Sharers;
  /** who the account is taken for; to be asked only where Account.linked says that there is somebody */
  links(account: string): Links;
  /** blank where nothing is known */
  media(id: string): Media;
}

/** The new versions of the rows that an event changes, in the order to write them. Empty lists are shared. */
export interface Changes {
  account: Account | null;
  conduct: Conduct | null;
  contacts: readonly Contact[];
  /** of contacts that are known, or among `contacts` */
  approaches: readonly Approach[];
  conversation: Conversation | null;
  joined: readonly string[];
  left: readonly string[];
  /** the actor's, new or seen again */
  identifiers: readonly Identifier[];
  /** the actor's that are not to be kept any more */
  forgotten: readonly Identifier[];
  links: Links | null;
  media: Media | null;
}

const NONE: readonly never[] = Object.freeze([]);
export const NO_CHANGES: Changes = Object.freeze({
  account: null,
  conduct: null,
  contacts: NONE,
  approaches: NONE,
  conversation: null,
  joined: NONE,
  left: NONE,
  identifiers: NONE,
  forgotten: NONE,
  links: null,
  media: null,
});
