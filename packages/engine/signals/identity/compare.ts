/**
 * How alike a newcomer and an earlier account are: each comparison is told once with what it adds, so that the sum is what it
 * is made of. What hangs together counts once: who shares a home shares its device, its address and its card.
 */
import type { Agreement, LinkField, LinkTerm, ReturningPolicy } from '@kith/contract';
import {
  type Account,
  type Conduct,
  hashOfAccount,
  type Identifier,
  isKnownChild,
  isOfRuling,
  isVerifiable,
  type Knowledge,
  type Seconds,
  SHARERS_COUNTED,
  type TraitKind,
  verifiedOf,
} from '../../knowledge/index.ts';
import { SKETCH_DISTANCE_MAX, sketchDistance } from '../text/sketch.ts';
import { agreed, agreedInShared, agreedInTime, disagreed } from './weights.ts';

/** One account as it is compared. */
export interface Side {
  readonly account: Account;
  readonly identifiers: readonly Identifier[];
  /** what it did towards children */
  readonly conduct: Conduct;
}

/** One comparison: what it adds, in log-odds, and what was observed. */
export interface Comparison {
  readonly term: LinkTerm;
  readonly points: number;
  readonly value: number;
}

export interface Compared {
  readonly comparisons: readonly Comparison[];
  /** the sum of what they add */
  readonly points: number;
  readonly byDevice: boolean;
}

/** Identifiers of one person alone. */
const PERSONAL = ['email', 'telephone'] as const;
/** Identifiers that whoever lives together may share. */
const OF_A_HOME = ['device', 'payment', 'ip', 'network'] as const;
/** What whoever is at home has in common with it beside a device. */
const AT_HOME = ['payment', 'ip', 'network'] as const;
/** A child may be told of with its parent's address and telephone, too. */
const OF_A_FAMILY = [...PERSONAL, ...OF_A_HOME] as const;
type OfAFamily = (typeof OF_A_FAMILY)[number];
const DAY_S = 86_400;
/** Children turned to by both that are counted: more make nobody surer. */
const TARGETS_COUNTED = 3;
/** Children it has nothing in common with that are counted; after so many without one it speaks against. */
const CHILDREN_ENOUGH = 3;
const HOURS_NEAR = 2;
/** In place of the days after which somebody signed up who already had. */
export const THERE_BEFORE = -1;
const HOURS_A_DAY = 24;
const HOUR_S = 3_600;

/** A child whom the newcomer turns to. */
export interface Turning {
  readonly child: string;
  readonly at: Seconds;
}

/** @param turning what this event is; null where it is no turning to a child */
export function compare(
  k: Knowledge,
  newcomer: Side,
  other: Side,
  policy: ReturningPolicy,
  turning: Turning | null = null,
): Compared {
  const comparing = new Comparing(k, newcomer, other, policy);
  const byDevice = comparing.identified();
  comparing.invitation();
  comparing.profile();
  comparing.conduct(turning);
  return comparing.done(byDevice);
}

class Comparing {
  readonly #k: Knowledge;
  readonly #a: Side;
  readonly #b: Side;
  readonly #policy: ReturningPolicy;
  readonly #found: Comparison[] = [];

  constructor(k: Knowledge, newcomer: Side, other: Side, policy: ReturningPolicy) {
    this.#k = k;
    this.#a = newcomer;
    this.#b = other;
    this.#policy = policy;
  }

  #add(term: LinkTerm, points: number, value: number): void {
    if (points !== 0) this.#found.push({ term, points, value });
  }

  #of(field: LinkField): Agreement {
    return this.#policy.fields[field];
  }

  /** Values of a kind that both have, and whether both have any. */
  #both(kind: TraitKind): { same: readonly string[]; comparable: boolean } {
    const ofA = this.#a.identifiers.filter((one) => one.kind === kind);
    const ofB = this.#b.identifiers.filter((one) => one.kind === kind);
    const same = ofA.filter(({ hash }) => ofB.some((one) => one.hash === hash)).map(({ hash }) => hash);
    return { same, comparable: ofA.length > 0 && ofB.length > 0 };
  }

  /**
   * How many people beside the newcomer have a value: the other, and everybody of those who share it whose account is not
   * one of theirs. Whoever makes many accounts with what they have makes it no commoner.
   */
  #others(kind: TraitKind, hash: string): number {
    return 1 + this.#bystanders(kind, hash);
  }

  /** The value of a kind that says most: the rarest. */
  #rarest(kind: TraitKind, hashes: readonly string[]): { hash: string; others: number } | null {
    let rarest: { hash: string; others: number } | null = null;
    for (const hash of hashes) {
      const others = this.#others(kind, hash);
      if (rarest === null || others < rarest.others) rarest = { hash, others };
    }
    return rarest;
  }

  /** @returns whether they share a device that is not everybody's */
  identified(): boolean {
    // where the ages don't say otherwise, it may be a child who is told of with what is its parent's
    if (!this.#areGrownUp()) return this.#shared(OF_A_FAMILY);
    // who lives together knows each other's address and number, and can write them down
    const claimed = PERSONAL.filter((kind) => this.#both(kind).same.some((hash) => !this.#isProven(kind, hash)));
    for (const kind of PERSONAL) if (!claimed.includes(kind)) this.#shared([kind]);
    return this.#shared([...claimed, ...OF_A_HOME]);
  }

  /** Whether the earlier account's was more than said: anybody can write down another's address or number. */
  #isProven(kind: TraitKind, hash: string): boolean {
    if (!isVerifiable(kind)) return true;
    const verified = verifiedOf(kind);
    return this.#b.identifiers.some((one) => one.kind === verified && one.hash === hash);
  }

  /** What an agreement in a value is worth. */
  #agreement(kind: OfAFamily, hash: string): Agreement {
    const { m, u } = this.#of(kind);
    return this.#isProven(kind, hash) ? { m, u } : { m, u: Math.min(m, u * this.#policy.unverified) };
  }

  /** Neither is a child, and that is known. */
  #areGrownUp(): boolean {
    return [this.#a.account, this.#b.account].every((one) => one.ageBand !== 'unknown' && !isKnownChild(one));
  }

  /** One is a child and the other isn't, as far as is known. */
  #areApart(): boolean {
    const [a, b] = [this.#a.account, this.#b.account];
    return a.ageBand !== 'unknown' && b.ageBand !== 'unknown' && isKnownChild(a) !== isKnownChild(b);
  }

  /** Of kinds that hang together the strongest counts; less where a home may share it, and for everybody else who has it. */
  #shared(kinds: readonly OfAFamily[]): boolean {
    let best: { kind: OfAFamily; hash: string; others: number; points: number } | null = null;
    let byDevice = false;
    for (const kind of kinds) {
      const { same, comparable } = this.#both(kind);
      const rarest = this.#rarest(kind, same);
      if (rarest === null) {
        if (comparable) this.#add(kind, disagreed(this.#of(kind)), 0);
        continue;
      }
      if (kind === 'device' && rarest.others <= this.#policy.blocks.accountsMax) byDevice = true;
      const points = agreedInShared(this.#agreement(kind, rarest.hash), rarest.others);
      if (best === null || points > best.points) best = { kind, ...rarest, points };
    }
    if (best === null || best.points === 0) return byDevice;
    this.#add(best.kind, best.points, best.others);
    const { home, each, accounts } = this.#policy.household;
    const bystanders = this.#bystanders(best.kind, best.hash);
    if (best.kind === 'device') this.#onItsDevice(bystanders);
    const ofAHome = OF_A_HOME.some((kind) => kinds.includes(kind)) ? home : 0;
    // of a device, `alone` has told of the first of them
    const crowd = best.kind === 'device' ? Math.max(0, bystanders - 1) : bystanders;
    const taken = ofAHome + Math.min(crowd, accounts) * each;
    if (taken > 0) this.#add('shared', -Math.min(taken, best.points), bystanders);
    return byDevice;
  }

  /**
   * Whether it is the barred one or somebody of their home shows in how the device is used. Whoever comes back on theirs mostly
   * has no other, nobody else is on it any more, and they come from elsewhere, not to be known again. Of the same home many have
   * a device of their own beside it, which the other was never told of with; others of the home are on it, too; and they
   * are at home.
   */
  #onItsDevice(bystanders: number): void {
    const known = new Set(this.#b.identifiers.filter(({ kind }) => kind === 'device').map(({ hash }) => hash));
    const beside = this.#a.identifiers.filter(({ kind, hash }) => kind === 'device' && !known.has(hash)).length;
    this.#add('devices', this.#weigh('devices', beside === 0), beside);
    this.#add('alone', this.#weigh('alone', bystanders === 0), bystanders);
    const places = AT_HOME.map((kind) => this.#both(kind)).filter(({ comparable }) => comparable);
    if (places.length === 0) return;
    const isAway = places.every(({ same }) => same.length === 0);
    this.#add('away', this.#weigh('away', isAway), Number(isAway));
  }

  /**
   * How many accounts use it that are neither of the two, nor barred, nor taken for the other: whoever makes accounts that
   * are recognised gains no crowd to hide in. Of more than are given the others are taken to be as those are.
   */
  #bystanders(kind: TraitKind, hash: string): number {
    const { accounts, count } = this.#k.sharers(kind, hash);
    const strangers = accounts.filter((id) => !this.#isInvolved(id)).length;
    if (count <= accounts.length || strangers === 0) return strangers;
    return count >= SHARERS_COUNTED ? count : Math.round((count * strangers) / accounts.length);
  }

  #isInvolved(id: string): boolean {
    const other = this.#b.account.id;
    if (id === this.#a.account.id || id === other) return true;
    const account = this.#k.account(id);
    if (account.barred) return true;
    if (!account.linked) return false;
    const { medium } = this.#policy.thresholds;
    return this.#k.links(id).links.some((l) => l.other === other && l.state !== 'cut' && l.points >= medium);
  }

  invitation(): void {
    const { same } = this.#both('inviter');
    const [inviter] = this.#a.identifiers.filter(({ kind }) => kind === 'inviter');
    if (inviter !== undefined && inviter.hash === hashOfAccount(this.#b.account.id)) {
      this.#add('invited', agreed(this.#of('invited')), 1);
    }
    const rarest = this.#rarest('inviter', same);
    if (rarest !== null) this.#add('inviter', agreedInShared(this.#of('inviter'), rarest.others), rarest.others);
  }

  profile(): void {
    const [a, b] = [this.#a.account, this.#b.account];
    if (a.ageBand !== 'unknown' && b.ageBand !== 'unknown') {
      const points = this.#areApart() ? -this.#policy.household.apart : this.#weigh('ageBand', a.ageBand === b.ageBand);
      this.#add('ageBand', points, Number(a.ageBand === b.ageBand));
    }
    this.#alike('country', a.country, b.country);
    if (a.country === b.country) this.#alike('region', a.region, b.region);
    this.#alike('language', a.language, b.language);
  }

  #weigh(field: LinkField, same: boolean): number {
    return (same ? agreed : disagreed)(this.#of(field));
  }

  #alike(field: 'country' | 'region' | 'language', a: string, b: string): void {
    if (a !== '' && b !== '') this.#add(field, this.#weigh(field, a === b), Number(a === b));
  }

  /** Whom both turned to and how: children know each other, so that among them the same child says less. */
  conduct(turning: Turning | null): void {
    const { same } = this.#both('target');
    const field = isKnownChild(this.#a.account) ? 'targetOfPeers' : 'target';
    const counted = same.slice(0, TARGETS_COUNTED);
    const points = counted.reduce(
      (sum, hash) => sum + agreedInShared(this.#of(field), this.#others('target', hash)),
      0,
    );
    if (counted.length > 0) this.#add('target', points, same.length);
    const openers = this.#sameOpeners();
    if (openers > 0) this.#add('opener', agreed(this.#of('opener')), openers);
    if (turning !== null && same.includes(hashOfAccount(turning.child))) this.#hours(turning);
    this.#strangers(same.length);
    this.#soon();
  }

  #sameOpeners(): number {
    const ofB = this.#b.conduct.openers.filter((sketch) => sketch !== 0);
    const isNear = (sketch: number) => ofB.some((one) => sketchDistance(one, sketch) <= SKETCH_DISTANCE_MAX);
    return this.#a.conduct.openers.filter((sketch) => sketch !== 0 && isNear(sketch)).length;
  }

  #hours({ child, at }: Turning): void {
    const { lastAt } = this.#k.contact(this.#b.account.id, child);
    if (lastAt === 0) return;
    const apart = Math.abs(((at - lastAt) / HOUR_S) % HOURS_A_DAY);
    const hours = Math.min(apart, HOURS_A_DAY - apart);
    this.#add('hours', this.#weigh('hours', hours <= HOURS_NEAR), hours);
  }

  /** Of a child it says little: children turn to children they don't know yet all the time. */
  #strangers(counted: number): void {
    const { children, cold } = this.#a.conduct;
    const field = isKnownChild(this.#a.account) ? 'strangersOfPeers' : 'strangers';
    // children to whom the other turned, too, say so themselves
    const strangers = Math.round(cold) - counted;
    if (strangers > 0) {
      this.#add('strangers', agreed(this.#of(field)) * Math.min(strangers, CHILDREN_ENOUGH), strangers);
    } else if (counted === 0 && Math.round(children) >= CHILDREN_ENOUGH) {
      this.#add('strangers', disagreed(this.#of(field)), 0);
    }
  }

  /**
   * When it was barred shows in what was then recorded of its deeds. Whoever signed up in the weeks before did not do so because
   * of it; of an account that was there for long it says nothing, since somebody may have had both all along.
   */
  #soon(): void {
    const barred = this.#b.identifiers.reduce((at, one) => (isOfRuling(one) ? Math.max(at, one.firstAt) : at), 0);
    if (!this.#b.account.barred || barred === 0) return;
    const days = (this.#a.account.createdAt - barred) / DAY_S;
    if (days < -this.#policy.newcomer.days) return;
    if (days < 0) this.#add('soon', this.#weigh('soon', false), THERE_BEFORE);
    else this.#add('soon', agreedInTime(this.#of('soon'), days, this.#policy.soonDays), days);
  }

  done(byDevice: boolean): Compared {
    const comparisons = this.#found.sort((x, y) => y.points - x.points || (x.term < y.term ? -1 : 1));
    return { comparisons, points: comparisons.reduce((sum, { points }) => sum + points, 0), byDevice };
  }
}
