/** What an account can be recognised by: as its events tell it, and as what it did leaves it when it is barred. */
import { TURNED_TO_MAX } from '@kith/contract';
import {
  type Changes,
  hashOfAccount,
  hashOfOpener,
  IDENTIFIER_SEEN_AGAIN_S,
  IDENTIFIERS_MAX,
  type Identifier,
  identifierKey,
  isOfRuling,
  isTrait,
  isVerifiable,
  type Knowledge,
  markOf,
  NO_CHANGES,
  OPENERS_REMEMBERED,
  type Seconds,
  verifiedOf,
} from '../knowledge/index.ts';
import type { HashedIdentifiers } from '../told.ts';

type Recorded = Pick<Identifier, 'kind' | 'hash' | 'layers'>;
type Recognised = Pick<Changes, 'identifiers' | 'forgotten'>;
const NOTHING: Recognised = { identifiers: NO_CHANGES.identifiers, forgotten: NO_CHANGES.forgotten };

/** Children and openers of a barred account, and a mark for each of these and of its other traits. */
const OF_RULING_MAX = IDENTIFIERS_MAX + 2 * (TURNED_TO_MAX + OPENERS_REMEMBERED);

/** What the platform told is recorded; beyond IDENTIFIERS_MAX what was not told for longest is forgotten. */
export function learnIdentifiers(
  k: Knowledge,
  account: string,
  told: HashedIdentifiers | undefined,
  at: Seconds,
): Recognised {
  if (told === undefined) return NOTHING;
  const { layers } = told;
  const all: Recorded[] = told.of.flatMap(({ kind, hash, verified }): Recorded[] => {
    const trait = { kind, hash, layers };
    return verified && isVerifiable(kind) ? [trait, { ...trait, kind: verifiedOf(kind) }] : [trait];
  });
  if (told.inviter !== undefined) all.push({ kind: 'inviter', hash: hashOfAccount(told.inviter), layers: 0 });
  return recorded(k.identifiers(account), account, all, at, (i) => !isOfRuling(i), IDENTIFIERS_MAX);
}

/**
 * Whom a barred account turned to, and how it began: whoever comes back does it again, under other names. And a mark for all
 * that it can be recognised by, so that it is found among those who were barred.
 */
export function whatItDid(k: Knowledge, account: string, turnedTo: readonly string[], at: Seconds): Recognised {
  const own = k.identifiers(account);
  const openers = k.conduct(account).openers.filter((sketch) => sketch !== 0);
  const deeds: Recorded[] = [
    ...turnedTo.map((child) => ({ kind: 'target', hash: hashOfAccount(child), layers: 0 }) as const),
    ...openers.map((sketch) => ({ kind: 'opener', hash: hashOfOpener(sketch), layers: 0 }) as const),
  ];
  const marks = [...own, ...deeds].flatMap(({ kind, hash, layers }): Recorded[] =>
    isTrait(kind) ? [{ kind: markOf(kind), hash, layers }] : [],
  );
  return recorded(own, account, [...deeds, ...marks], at, isOfRuling, OF_RULING_MAX);
}

/** Those that are new, and those whose last time is to be written again; of the same sort `most` at most are kept. */
function recorded(
  own: readonly Identifier[],
  account: string,
  told: readonly Recorded[],
  at: Seconds,
  isOfSort: (identifier: Identifier) => boolean,
  most: number,
): Recognised {
  const before = new Map(own.filter(isOfSort).map((i) => [identifierKey(i.kind, i.hash), i]));
  const identifiers = new Map<string, Identifier>();
  const now = new Set<string>();
  for (const { kind, hash, layers } of told) {
    const key = identifierKey(kind, hash);
    if (now.size === most || now.has(key)) continue;
    now.add(key);
    const known = before.get(key);
    if (known === undefined) identifiers.set(key, { account, kind, hash, layers, firstAt: at, lastAt: at });
    else if (at - known.lastAt >= IDENTIFIER_SEEN_AGAIN_S) identifiers.set(key, { ...known, lastAt: at });
    before.delete(key);
  }
  const beyond = before.size + now.size - most;
  const forgotten = beyond > 0 ? [...before.values()].sort(byLastTime).slice(0, beyond) : NO_CHANGES.forgotten;
  return { identifiers: [...identifiers.values()], forgotten };
}

/** Those told of last come last; of one time in one order everywhere. */
const byLastTime = (a: Identifier, b: Identifier): number =>
  a.lastAt - b.lastAt || (identifierKey(a.kind, a.hash) < identifierKey(b.kind, b.hash) ? -1 : 1);
