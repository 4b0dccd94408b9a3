/**
 * Likelihoods of agreement estimated from pairs of accounts of which mostly nobody knows whether they are one person's, by
 * expectation and maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin, JRSS B 39, 1977, as W. E. Winkler, "Using the EM
 * Algorithm for Weight Computation in the Fellegi-Sunter Model of Record Linkage", US Bureau of the Census, RR2000/05, does for
 * linkage): how likely each pair is one person's by the weights, then the likelihoods that these would give, and again.
 * Where people have judged a pair, it is what they said. Deterministic: the same pairs in any order give the same.
 */
import type { Agreement, LinkField, LinkTerm, ReturningPolicy } from '@kith/contract';
import { type Comparison, THERE_BEFORE } from './compare.ts';
import { agreed, disagreed } from './weights.ts';

/** One field of a pair. */
export interface FieldSeen {
  readonly field: LinkField;
  readonly agrees: boolean;
}

/** Two accounts that were compared. */
export interface Pair {
  readonly fields: readonly FieldSeen[];
  /** what was compared beside and isn't estimated, log-odds: what a home shares, a crowd on the device, how soon it was */
  readonly offset: number;
  /** what people said: true that they are one person's; null where nobody has */
  readonly same: boolean | null;
}

export interface Estimated {
  readonly fields: Readonly<Record<LinkField, Agreement>>;
  /** the share of the pairs that are one person's, as estimated */
  readonly share: number;
  readonly rounds: number;
  /** pairs in which each field was seen */
  readonly seen: Readonly<Record<LinkField, number>>;
}

/** Rounds at most; a likelihood that moves less than this in one has arrived. */
const ROUNDS_MAX = 500;
const ARRIVED = 1e-6;
/** What is in force counts as so many pairs: few data move little, and no likelihood becomes 0 or 1. */
const PULL_PAIRS = 10;
const SHARE_LEAST = 1e-4;

/**
 * Of these u is that of chance among all accounts, which pairs that were found by an agreement can't tell: among such pairs
 * they agree far more often, and how often is estimated beside, and forgotten.
 */
const BY_RARITY: ReadonlySet<LinkField> = new Set([
  ...(['email', 'telephone', 'device', 'payment', 'ip', 'network', 'inviter'] as const),
  ...(['target', 'targetOfPeers'] as const),
]);

type Likelihoods = Readonly<Record<LinkField, Agreement>>;

const weightOf = (all: Likelihoods, { field, agrees }: FieldSeen): number => (agrees ? agreed : disagreed)(all[field]);

/** Where rounds begin: of pairs that were found by something, some agree in each identifier by chance. */
const FOUND_BY_U = 0.3;
const beginning = (inForce: ReturningPolicy['fields']): Likelihoods =>
  Object.fromEntries(
    fieldsOf(inForce).map((field) => {
      const { m, u } = inForce[field];
      return [field, BY_RARITY.has(field) ? { m: Math.max(m, 2 * FOUND_BY_U), u: FOUND_BY_U } : { m, u }];
    }),
  ) as Likelihoods;

const clamp = (share: number): number => Math.min(1 - SHARE_LEAST, Math.max(SHARE_LEAST, share));

export function estimate(pairs: readonly Pair[], inForce: ReturningPolicy['fields']): Estimated {
  const first = beginning(inForce);
  let fields = first;
  let share = 0.1;
  let rounds = 0;
  for (let moved = 1; moved > ARRIVED && rounds < ROUNDS_MAX; rounds++) {
    const counts = new Counts(first);
    const prior = Math.log(share / (1 - share));
    for (const pair of pairs) {
      const odds = pair.fields.reduce((sum, seen) => sum + weightOf(fields, seen), prior + pair.offset);
      counts.add(pair, pair.same === null ? 1 / (1 + Math.exp(-odds)) : Number(pair.same));
    }
    const next = counts.likelihoods();
    const nextShare = clamp(counts.same / Math.max(1, pairs.length));
    moved = Math.max(Math.abs(nextShare - share), movedFrom(fields, next));
    fields = next;
    share = nextShare;
  }
  const seen = Object.fromEntries(fieldsOf(inForce).map((f) => [f, countOf(pairs, f)])) as Record<LinkField, number>;
  const found = fieldsOf(inForce).map((field): [LinkField, Agreement] => {
    if (seen[field] === 0) return [field, inForce[field]];
    return [field, BY_RARITY.has(field) ? { m: fields[field].m, u: inForce[field].u } : fields[field]];
  });
  return { fields: Object.fromEntries(found) as Record<LinkField, Agreement>, share, rounds, seen };
}

const fieldsOf = (fields: Likelihoods): readonly LinkField[] => Object.keys(fields) as LinkField[];
const countOf = (pairs: readonly Pair[], field: LinkField): number =>
  pairs.filter(({ fields }) => fields.some((seen) => seen.field === field)).length;

function movedFrom(before: Likelihoods, after: Likelihoods): number {
  let most = 0;
  for (const [field, { m, u }] of Object.entries(after)) {
    const was = before[field as LinkField];
    most = Math.max(most, Math.abs(was.m - m), Math.abs(was.u - u));
  }
  return most;
}

/** Counts of agreements, each pair by how likely it is one person's. */
class Counts {
  same = 0;
  readonly #before: Likelihoods;
  readonly #of = new Map<LinkField, { m: [number, number]; u: [number, number] }>();

  constructor(before: Likelihoods) {
    this.#before = before;
    for (const field of fieldsOf(before)) {
      const { m, u } = before[field];
      this.#of.set(field, { m: [m * PULL_PAIRS, PULL_PAIRS], u: [u * PULL_PAIRS, PULL_PAIRS] });
    }
  }

  add({ fields }: Pair, likely: number): void {
    this.same += likely;
    for (const { field, agrees } of fields) {
      const counts = this.#of.get(field);
      if (counts === undefined) continue;
      counts.m[1] += likely;
      counts.u[1] += 1 - likely;
      if (!agrees) continue;
      counts.m[0] += likely;
      counts.u[0] += 1 - likely;
    }
  }

  likelihoods(): Likelihoods {
    const found = fieldsOf(this.#before).map((field): [LinkField, Agreement] => {
      const counts = this.#of.get(field);
      if (counts === undefined) return [field, this.#before[field]];
      return [field, { m: clamp(counts.m[0] / counts.m[1]), u: clamp(counts.u[0] / counts.u[1]) }];
    });
    return Object.fromEntries(found) as Record<LinkField, Agreement>;
  }
}

/** Among children these are fields of their own: they turn to each other. */
const OF_PEERS: Partial<Record<LinkTerm, LinkField>> = { target: 'targetOfPeers', strangers: 'strangersOfPeers' };

/** A pair from its comparisons. @param child the newcomer is a child */
export function pairOf(
  comparisons: readonly Comparison[],
  child: boolean,
  same: boolean | null,
  { fields: inForce, soonDays }: Pick<ReturningPolicy, 'fields' | 'soonDays'>,
): Pair {
  const fields: FieldSeen[] = [];
  let offset = 0;
  for (const { term, points, value } of comparisons) {
    if (term === 'shared' || term === 'through') offset += points;
    else if (term === 'soon') {
      // estimated is whether it was soon; how soon weighs beside
      const seen: FieldSeen = { field: term, agrees: value !== THERE_BEFORE && value <= soonDays };
      fields.push(seen);
      offset += points - weightOf(inForce, seen);
    } else {
      const field = child ? (OF_PEERS[term] ?? term) : term;
      fields.push({ field, agrees: points > 0 });
    }
  }
  return { fields, offset, same };
}
