/**
 * What an account can be recognised by when its owner comes back: keyed hashes, never what was sent. Written only by the
 * account's own events.
 */
import type { Seconds } from './account.ts';

/**
 * `network` is the /24 or /64 of an address; `inviter` who invited the account; `target` a child that a barred account
 * turned to; `opener` a sketch of how a barred account began.
 */
export const traitKinds = [
  'email',
  'telephone',
  'device',
  'ip',
  'network',
  'payment',
  'inviter',
  'target',
  'opener',
] as const;
export type TraitKind = (typeof traitKinds)[number];

/**
 * The mark of a barred account: it has one beside each of its traits, of the same hash, so that those who were barred are
 * found among themselves. Else whoever signs up often enough with what a barred account had would hide it among the newest.
 */
type MarkKind = `barred ${TraitKind}`;
/** A mark, too, beside an address or a number of which the platform says that the owner has shown to have it. */
export type VerifiableKind = 'email' | 'telephone';
type VerifiedKind = `verified ${VerifiableKind}`;
export type IdentifierKind = TraitKind | MarkKind | VerifiedKind;

const verifiableKinds: readonly VerifiableKind[] = ['email', 'telephone'];
export const isVerifiable = (kind: TraitKind): kind is VerifiableKind => kind === 'email' || kind === 'telephone';
export const verifiedOf = (kind: VerifiableKind): VerifiedKind => `verified ${kind}`;

export const markOf = (kind: TraitKind): MarkKind => `barred ${kind}`;
/** The order in which they are kept: new kinds come last. */
export const identifierKinds: readonly IdentifierKind[] = [
  ...traitKinds,
  ...traitKinds.map(markOf),
  ...verifiableKinds.map(verifiedOf),
];

const ofTraits: ReadonlyMap<IdentifierKind, TraitKind> = new Map(traitKinds.map((kind) => [kind, kind]));
const ofMarks: ReadonlyMap<IdentifierKind, TraitKind> = new Map<IdentifierKind, TraitKind>([
  ...traitKinds.map((kind) => [markOf(kind), kind] as const),
  ...verifiableKinds.map((kind) => [verifiedOf(kind), kind] as const),
]);
const ofRuling: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>(['target', 'opener', ...traitKinds.map(markOf)]);
export const isTrait = (kind: IdentifierKind): kind is TraitKind => ofTraits.has(kind);
/** What a kind was hashed as: a mark as that which it marks. */
export const traitOf = (kind: IdentifierKind): IdentifierKind => ofMarks.get(kind) ?? kind;

export interface Identifier {
  readonly account: string;
  readonly kind: IdentifierKind;
  /** 16 hexadecimal digits in lower case */
  readonly hash: string;
  /** how many layers of keys it was hashed with; 0 where it is hashed without: of accounts and openers */
  readonly layers: number;
  /** when the account was told of with it for the first and the last time, the last to within IDENTIFIER_SEEN_AGAIN_S */
  firstAt: Seconds;
  lastAt: Seconds;
}

/** An account's identifiers of the kinds that a platform sends: beyond that the one that was not seen longest goes. */
export const IDENTIFIERS_MAX = 64;
/** The last time is written again only after a day: most events of an account name what is known of it. */
export const IDENTIFIER_SEEN_AGAIN_S: Seconds = 86_400;

/** How many of the accounts that share an identifier are given, the newest first. */
export const SHARERS_SEEN = 16;
/** Where counting them stops: what so many people share tells nothing of anybody, and counting costs at every sign-up. */
export const SHARERS_COUNTED = 256;

/** Who shares an identifier; the account that asks may be among them. */
export interface Sharers {
  /** at most SHARERS_SEEN, those it was recorded of last first */
  readonly accounts: readonly string[];
  /** at most SHARERS_COUNTED */
  readonly count: number;
}

export const NO_SHARERS: Sharers = Object.freeze({ accounts: Object.freeze([]), count: 0 });

/** FNV-1a over UTF-16 code units, from a basis on, 32 bits. */
function fnv(text: string, basis: number): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

const digits = (word: number): string => word.toString(16).padStart(8, '0');
const FNV_BASIS = 0x811c9dc5;
/** Any other basis makes another hash of it. */
const SECOND_BASIS = 0x5bd1e995;

/**
 * The hash of an account's id, for identifiers that are accounts themselves. Not keyed: who knows the ids knows the
 * accounts. That two ids have one is a chance of 1 in 2^64 where nobody seeks it, and ids are the platform's own.
 */
export const hashOfAccount = (id: string): string => digits(fnv(id, FNV_BASIS)) + digits(fnv(id, SECOND_BASIS));
/** The same of a near-duplicate sketch of an opener. */
export const hashOfOpener = (sketch: number): string => digits(0) + digits(sketch >>> 0);

/** An identifier's name among those of its account. */
export const identifierKey = (kind: IdentifierKind, hash: string): string => `${kind}\n${hash}`;

/** Whether it says what the account did, or marks it: Kith's own word when it was barred, not the platform's. */
export const isOfRuling = ({ kind }: Pick<Identifier, 'kind'>): boolean => ofRuling.has(kind);
