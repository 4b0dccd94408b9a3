/**
 * Who a newcomer is taken for: the earlier accounts that share something with it, as far as they can be found in a bounded
 * number of looks, compared one by one (compare.ts). Those that were barred for children's safety, and those that are taken
 * for one that was, make a level; the others of its device are remembered so that a child's block of one holds for both.
 */
import type { ReturningPolicy, Risk } from '@kith/contract';
import {
  type Account,
  type Conduct,
  type Identifier,
  isJudged,
  isOut,
  isTrait,
  type Knowledge,
  LINKS_MAX,
  type Link,
  markOf,
  type Seconds,
  type Sharers,
  type TraitKind,
} from '../../knowledge/index.ts';
import { higherRisk } from '../../risk/level.ts';
import { type Compared, type Comparison, compare, type Side, type Turning } from './compare.ts';
import { agreedInShared } from './weights.ts';

/** Earlier accounts that one event is compared with at most: the most serious of those that were found. */
export const CANDIDATES_MAX = 12;
/** Accounts that are looked at for that: those of each identifier are SHARERS_SEEN, and a newcomer may name two dozen. */
const LOOKED_AT_MAX = 128;
const DAY_S = 86_400;

export interface Newcomer {
  readonly account: Account;
  /** all that is known of it, with what this event says */
  readonly identifiers: readonly Identifier[];
  /** who invited it, as far as this event says */
  readonly inviter?: string | undefined;
  readonly at: Seconds;
  readonly turning: Turning | null;
  /** it was told of with something that it never had before: also of who is no newcomer any more that is looked at */
  readonly fresh?: boolean;
  /** what it did towards children, this event included; asked for only where somebody was found */
  readonly conduct: () => Conduct;
}

/** An earlier account that a newcomer is taken for, and why. */
export interface Likeness {
  readonly other: string;
  /** log-odds: the sum of `because` */
  readonly points: number;
  readonly level: Risk;
  readonly because: readonly Comparison[];
}

export interface Recognised {
  /** as they are to be kept; null where they are as before */
  readonly links: readonly Link[] | null;
  /** the strongest of those that make a level; null where there is none */
  readonly likeness: Likeness | null;
}
const NOBODY: Recognised = Object.freeze({ links: null, likeness: null });

/** How likely an earlier account is that of somebody who was barred: 1 where it was itself, less where it is taken for one. */
function concernOf(k: Knowledge, account: Account, policy: ReturningPolicy): number {
  if (account.barred) return 1;
  if (!account.linked) return 0;
  const isTaken = ({ other, points, state }: Link): boolean =>
    state !== 'cut' && (state === 'confirmed' || points >= policy.thresholds.medium) && k.account(other).barred;
  return k.links(account.id).links.some(isTaken) ? policy.through : 0;
}

interface Candidate {
  readonly account: Account;
  readonly concern: number;
  readonly byDevice: boolean;
}

interface Trait {
  readonly kind: TraitKind;
  readonly hash: string;
  readonly sharers: Sharers;
}

/** What a newcomer has, what says most first; nobody is looked for by what so many have that it says nothing. */
function traitsThatTell(k: Knowledge, identifiers: readonly Identifier[], policy: ReturningPolicy): readonly Trait[] {
  const found: (Trait & { readonly worth: number })[] = [];
  for (const { kind, hash } of identifiers) {
    if (!isTrait(kind)) continue;
    const sharers = k.sharers(kind, hash);
    const worth = agreedInShared(policy.fields[kind], sharers.count);
    if (worth > 0) found.push({ kind, hash, sharers, worth });
  }
  return found.sort((a, b) => b.worth - a.worth);
}

/**
 * Those found by what the newcomer has, the most serious first, then in the order in which they were found. Those who were
 * barred are looked for among themselves, before the others: no crowd that signs up with the same hides them. Of a link that
 * people judged nothing is to be found out.
 */
function candidatesOf(k: Knowledge, newcomer: Newcomer, known: readonly Link[], policy: ReturningPolicy): Candidate[] {
  const found = new Map<string, boolean>();
  const judged = new Set(known.filter(isJudged).map(({ other }) => other));
  const look = (id: string, byDevice: boolean): void => {
    if (id === newcomer.account.id || judged.has(id) || (found.size >= LOOKED_AT_MAX && !found.has(id))) return;
    found.set(id, byDevice || found.get(id) === true);
  };
  for (const { other, byDevice } of known) look(other, byDevice);
  if (newcomer.inviter !== undefined) look(newcomer.inviter, false);
  const traits = traitsThatTell(k, newcomer.identifiers, policy);
  for (const { kind, hash } of traits) {
    for (const id of k.sharers(markOf(kind), hash).accounts) look(id, false);
  }
  for (const { kind, sharers } of traits) {
    const { accounts, count } = sharers;
    const isOfDevice = kind === 'device' && count <= policy.blocks.accountsMax + 1;
    for (const id of accounts) look(id, isOfDevice);
  }
  const candidates: Candidate[] = [];
  for (const [id, byDevice] of found) {
    const account = k.account(id);
    const concern = concernOf(k, account, policy);
    if (concern > 0 || byDevice || known.some((link) => link.other === id)) {
      candidates.push({ account, concern, byDevice });
    }
  }
  return candidates.sort((a, b) => b.concern - a.concern).slice(0, CANDIDATES_MAX);
}

const levelOf = (points: number, { low, medium, high }: ReturningPolicy['thresholds']): Risk =>
  points >= high ? 'high' : points >= medium ? 'medium' : points >= low ? 'low' : 'none';

/** New enough that it may be somebody who comes back. */
export const isYoung = (account: Account, at: Seconds, { newcomer }: ReturningPolicy): boolean =>
  account.createdAt > at - newcomer.days * DAY_S;

/** How a link stands now: what people said of it holds whatever the two share. */
function weighed(before: Link | undefined, points: number, concern: number, policy: ReturningPolicy): Risk {
  if (before?.state === 'cut' || concern === 0) return 'none';
  if (before?.state === 'confirmed') return 'high';
  return levelOf(points, policy.thresholds);
}

/** Over an account that is only taken for a barred one it is as much less likely. */
function through({ comparisons, points }: Compared, concern: number): Pick<Likeness, 'points' | 'because'> {
  if (concern === 0 || concern === 1) return { points, because: comparisons };
  const less = Math.log(concern);
  return { points: points + less, because: [...comparisons, { term: 'through', points: less, value: 1 }] };
}

/** Of an account that is no newcomer any more links are brought up to date, and make no level. */
export function recognise(k: Knowledge, newcomer: Newcomer, policy: ReturningPolicy): Recognised {
  const { account, identifiers, at, turning } = newcomer;
  const known = account.linked ? k.links(account.id).links : [];
  const candidates = candidatesOf(k, newcomer, known, policy);
  if (candidates.length === 0) return NOBODY;
  const conduct = newcomer.conduct();
  const own: Side = { account, identifiers, conduct };
  const isNew =
    newcomer.fresh === true || (isYoung(account, at, policy) && conduct.children <= policy.newcomer.children);
  let likeness: Likeness | null = null;
  const links: Link[] = [];
  const levels = new Map<string, Risk>();
  for (const { account: earlier, concern, byDevice } of candidates) {
    const before = known.find((link) => link.other === earlier.id);
    const other: Side = {
      account: earlier,
      identifiers: k.identifiers(earlier.id),
      conduct: k.conduct(earlier.id),
    };
    const compared = compare(k, own, other, policy, turning);
    const { points, because } = through(compared, concern);
    const level = isNew ? weighed(before, points, concern, policy) : 'none';
    levels.set(earlier.id, level);
    const isKept = before !== undefined || level !== 'none' || (byDevice && !isOut(earlier));
    if (isKept) links.push(kept(before, { other: earlier.id, points, byDevice: compared.byDevice || byDevice, at }));
    if (level !== 'none' && (likeness === null || points > likeness.points)) {
      likeness = { other: earlier.id, points, level, because };
    }
  }
  return { links: [...known.filter(isJudged), ...strongest(links, levels)], likeness };
}

/** What was seen stays seen: a link that falls and rises again is no news. */
const kept = (before: Link | undefined, now: Omit<Link, 'state'>): Link => ({
  ...now,
  points: Math.fround(Math.max(now.points, before?.points ?? now.points)),
  byDevice: now.byDevice || before?.byDevice === true,
  state: 'seen',
});

/** Those with a level, then those of a device, each the likeliest first. */
function strongest(links: readonly Link[], levels: ReadonlyMap<string, Risk>): readonly Link[] {
  const rank = ({ other, byDevice }: Link): number => (levels.get(other) !== 'none' ? 2 : byDevice ? 1 : 0);
  return [...links].sort((a, b) => rank(b) - rank(a) || b.points - a.points).slice(0, LINKS_MAX);
}

/** The level that a link gave when it was last weighed. */
export const levelOfLink = (k: Knowledge, link: Link, policy: ReturningPolicy): Risk =>
  weighed(link, link.points, concernOf(k, k.account(link.other), policy), policy);

/** The highest of an account's links. */
export function levelOfLinks(k: Knowledge, account: Account, policy: ReturningPolicy): Risk {
  if (!account.linked) return 'none';
  let level: Risk = 'none';
  for (const link of k.links(account.id).links) {
    level = higherRisk(level, levelOfLink(k, link, policy));
  }
  return level;
}

/** The likeliest of an account's links by which it is taken for one that was barred; null where there is none that counts. */
export function likeliestLink(k: Knowledge, account: Account, policy: ReturningPolicy): Link | null {
  if (!account.linked) return null;
  let likeliest: Link | null = null;
  for (const link of k.links(account.id).links) {
    if (levelOfLink(k, link, policy) === 'none') continue;
    if (likeliest === null || link.points > likeliest.points) likeliest = link;
  }
  return likeliest;
}

/** An account as it is known now. */
export const sideOf = (k: Knowledge, id: string): Side => ({
  account: k.account(id),
  identifiers: k.identifiers(id),
  conduct: k.conduct(id),
});

/** How alike an account that is known and each barred one that it shares something with are now: what weights are estimated from. */
export function comparedWithBarred(
  k: Knowledge,
  id: string,
  at: Seconds,
  policy: ReturningPolicy,
): readonly { other: string; compared: Compared }[] {
  const own = sideOf(k, id);
  const { account, identifiers, conduct } = own;
  const newcomer = { account, identifiers, at, turning: null, conduct: () => conduct };
  return candidatesOf(k, newcomer, [], policy)
    .filter((candidate) => candidate.account.barred)
    .map(({ account: { id: other } }) => ({ other, compared: compare(k, own, sideOf(k, other), policy) }));
}
