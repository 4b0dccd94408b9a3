/**
 * The one door to knowledge. Two stores stand behind it: resident (one machine, knowledge in memory, a log in SQLite)
 * and postgres (many machines, knowledge as rows). Both pass the same conformance suite (testing/conformance.ts).
 */
import {
  type Account,
  type Approach,
  type CompiledPolicy,
  type Conduct,
  type Considered,
  type Contact,
  type Conversation,
  type Decided,
  type Identifier,
  type IdentifierKind,
  isOfRule,
  type Knowledge,
  type Links,
  type Media,
  type RuleSignal,
  type Seconds,
  type Told,
} from '@kith/engine';
import type { Kysely } from 'kysely';
import type { KeptHead, MarkedPack, OutboxRow, Records } from '../ground/database/index.ts';
import { isConfirmation } from './enforcement-rows.ts';
import type { FamilyDays, FamilyNoted } from './family-noted.ts';
import type { LogBlocks } from './log-blocks.ts';

/** What became of one event. A duplicate has the decision of the first time. */
export type Committed =
  /** `turned`: the event added to what is known of how its actor turns to children */
  | { status: 'accepted'; decision: Decided; ruled?: Ruled; turned?: true }
  | { status: 'duplicate'; decision: Decided }
  /** considering this event threw: a defect of Kith's. Nothing of it counts; the others of its block do. */
  | { status: 'failed'; error: Error };

/** What the policy's rules found, where they found something: for whoever counts it. */
export interface Ruled {
  signals: readonly RuleSignal[];
  faults: readonly string[];
}

/** The answer to an event that was decided for the first time. */
export function accepted({ decision, signals, faults, changes }: Considered): Committed {
  const turned = changes.conduct !== null;
  if (signals.length === 0 && faults.length === 0) {
    return turned ? { status: 'accepted', decision, turned } : { status: 'accepted', decision };
  }
  const ruled = { signals: signals.filter(isOfRule), faults };
  return turned ? { status: 'accepted', decision, turned, ruled } : { status: 'accepted', decision, ruled };
}

/** Whether an event may make an account fit for less, or for more: to be a child's guardian, for one. */
export const changesStanding = ({ type }: Pick<Told, 'type'>): boolean =>
  type === 'enforcement.requested' ||
  type === 'enforcement.applied' ||
  type === 'account.deleted' ||
  type === 'link.judged';

/** Whether something may be to be sent, or to be looked at by people: most events leave nothing. */
export const makesRows = (told: Told, { effects, decision }: Pick<Considered, 'effects' | 'decision'>): boolean =>
  effects.length > 0 ||
  told.type === 'report.filed' ||
  told.type === 'settings.judged' ||
  isConfirmation(told) ||
  changesStanding(told) ||
  // a setting waits for a guardian: few answers hold at all
  (decision.outcome === 'hold' && decision.reasons[0]?.code === 'waits_for_guardian');

/** An event of the log, with its decision and its place: places rise by one an event, with gaps allowed. */
export interface Logged {
  place: number;
  told: Told;
  decision: Decided;
}

/** Everything that is known, as rows that either store can take: for copying, for comparing. In no stated order. */
export type KnowledgeRow =
  | { row: 'account'; value: Account }
  /** `acceptedPlace` and `flaggedPlace` order the contacts that were accepted, or blocked or reported; 0 where never */
  | { row: 'contact'; value: Contact; acceptedPlace: number; flaggedPlace: number }
  | { row: 'conduct'; value: Conduct }
  /** after the contact that it belongs to */
  | { row: 'approach'; value: Approach }
  | { row: 'conversation'; value: Conversation }
  | { row: 'member'; conversation: string; account: string; joinedPlace: number }
  /** `place` orders those of an account, and those who share one */
  | { row: 'identifier'; value: Identifier; place: number }
  | { row: 'links'; value: Links }
  | { row: 'media'; value: Media };

export interface StoreStatus {
  kind: 'resident' | 'postgres';
  /** events committed since the store was made */
  events: number;
  accounts: number;
  contacts: number;
  /** seconds since knowledge was last saved whole; null where saving is the database's business */
  savedAge_s: number | null;
  /** bytes of this process's memory, by what they are for; none where knowledge is the database's business */
  memory: Readonly<Record<string, number>>;
}

/** A message that is to be kept: its text is in clear, in memory only, until the block of its decision is written. */
export interface ToKeep extends KeptHead {
  /** days since 1970 of `at` */
  day: number;
  text: string;
}

/** Who keeps messages. */
export interface Keeping {
  /** what is kept of a message; null where nothing is */
  of(told: Told, considered: Considered): ToKeep | null;
  /** the messages of a block, sealed, to be written with it */
  pack(messages: readonly ToKeep[]): MarkedPack[];
}

/** Accepted contacts that are looked at for all connections of an account: four times what anybody may see of them. */
export const ACCEPTED_LISTED = 20_000;

/** What a block's events add to the counts of a day: gathered as they are logged, written with them (measures/counts). */
export interface BlockTally {
  add(told: Told, decision: Decided): void;
  /** all of it as text; null where nothing is counted */
  text(): string | null;
}

/** A block of the log, with when it was committed, milliseconds since 1970. */
export interface LoggedBlock {
  at: number;
  events: readonly Logged[];
}

/** What a store needs of the rest of Kith, given when it is opened. */
export interface StoreDuties {
  /** the policy that decides; the caller may swap it between events by returning another */
  policy(): CompiledPolicy;
  /** the rows of the outbox that go with an event's effects, committed with its decision */
  outbox(told: Told, considered: Considered): readonly OutboxRow[];
  /** keeps messages for a while, committed with their decisions; without it none is kept */
  kept?: Keeping;
  /** begins to count what a block decides; without it nothing is counted */
  tally?(): BlockTally;
  /** told once when the store can't go on (a failed commit): the process must stop answering and exit */
  failed(error: Error): void;
  /** told when work beside the answers fails and will be tried again (saving, housekeeping) */
  struggling(work: string, error: unknown): void;
}

/** Puts the layers of keys on top of an identifier's hash that it lacks. @param has how many it has */
export type WrapIdentifier = (kind: IdentifierKind, hash: string, has: number) => string;

export interface Wrapped {
  /** how many identifiers had fewer layers */
  behind: number;
  /** whether some have more: a key that they were hashed with is not there, and they are recognised no more */
  ahead: boolean;
}

export interface KnowledgeStore {
  /** what people and couriers handle, in the same database */
  readonly records: { readonly kysely: Kysely<Records> };
  /** the log as blocks with their times */
  readonly blocks: LogBlocks;
  /**
   * Loads what the events ask about, decides them in order, and commits events, decisions, changes and effects
   * together. Resolves once they are durable, one answer an event, in order. Where it rejects, nothing of the block
   * was answered and nothing counts. An id that was committed before gives its first decision, and changes nothing.
   * @param awaited whether somebody waits for this block; where nobody does yet, a store that is `inOrder` may write it
   *   together with what comes, until a commit (which may be of no events) is awaited
   */
  commit(block: readonly Told[], awaited?: boolean): Promise<readonly Committed[]>;
  /** The most events that one commit takes. */
  readonly blockMax: number;
  /** How many commits may be under way at once. */
  readonly commitsAtOnce: number;
  /** Whether commits that are under way together are decided in the order in which they were begun. */
  readonly inOrder: boolean;
  /** Looks at what is known now, without changing anything. `look` may be called more than once and must be pure. */
  ask<T>(look: (k: Knowledge) => T): Promise<T>;
  /**
   * Has every keyed identifier under so many layers of keys: before events come, and again at every start, since what a
   * restart reads may be older.
   */
  wrapIdentifiers(layers: number, wrap: WrapIdentifier): Promise<Wrapped>;
  /**
   * Accounts that are gone, and not barred, with something that they can be recognised by and were last told of at a time or before.
   * A part at a time, in no stated order; every account is looked at. May be asked while events come.
   */
  goneSince(at: Seconds): AsyncIterable<readonly string[]>;
  /** What an account has done towards others, `most` contacts at most, in no stated order. May be asked while events come. */
  contactsOf(account: string, most: number): Promise<readonly Contact[]>;
  /**
   * Whom an account is connected to, who became so last first, `most` at most. Of who was ever accepted the newest
   * ACCEPTED_LISTED are looked at, on each side. May be asked while events come.
   */
  connectionsOf(account: string, most: number): Promise<readonly string[]>;
  /** What was noted of a child for its family in some days. What comes while it is read may be in it, or not. */
  notedOf(days: FamilyDays): Promise<FamilyNoted>;
  /**
   * The place of an event before which nothing was committed since a time, milliseconds since 1970: where to begin reading the log
   * for what is younger. null where all of the log is older, or there is none.
   */
  placeSince(at_ms: number): Promise<number | null>;
  /** The log from a place on, oldest first, in chunks. */
  log(from?: number): AsyncIterable<readonly Logged[]>;
  /** Everything that is known, in chunks. No event may be committed meanwhile. */
  rows(): AsyncIterable<readonly KnowledgeRow[]>;
  /** Fills an empty store with rows that another gave, and its log, whose ids are then duplicates here too. */
  fill(rows: AsyncIterable<readonly KnowledgeRow[]>, log?: AsyncIterable<readonly Logged[]>): Promise<void>;
  status(): Promise<StoreStatus>;
  /** Finishes what was accepted, saves, and closes. */
  close(): Promise<void>;
}
