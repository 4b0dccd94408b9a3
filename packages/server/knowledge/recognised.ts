/** What accounts can be recognised by, as far as a working set holds it. */
import {
  type Identifier,
  type IdentifierKind,
  identifierKey,
  NO_SHARERS,
  SHARERS_COUNTED,
  SHARERS_SEEN,
  type Sharers,
} from '@kith/engine';
import type { Asked } from './asked.ts';
import { Layer } from './layer.ts';

const NOTHING: readonly Identifier[] = Object.freeze([]);
const copy = (identifier: Identifier): Identifier => ({ ...identifier });

export class Recognised {
  /** by account, the first to be recorded first */
  readonly identifiers: Map<string, readonly Identifier[]>;
  /** by identifierKey, the first it was recorded of first: of a part of what is known, perhaps more than are given, for some may go */
  readonly sharersOf: Map<string, Sharers>;
  readonly #onMissing: ((asked: Asked) => void) | null;

  /** @param below the one that it lies over: it sees what that one holds, and keeps its own changes */
  constructor(onMissing: ((asked: Asked) => void) | null, below?: Recognised) {
    this.#onMissing = onMissing;
    this.identifiers = below ? new Layer(below.identifiers) : new Map();
    this.sharersOf = below ? new Layer(below.sharersOf) : new Map();
  }

  of(account: string): readonly Identifier[] {
    const identifiers = this.identifiers.get(account);
    if (identifiers !== undefined) return identifiers.map(copy);
    this.#onMissing?.({ what: 'identifiers', account });
    return NOTHING;
  }

  sharers(kind: IdentifierKind, hash: string): Sharers {
    const sharers = this.sharersOf.get(identifierKey(kind, hash));
    if (sharers === undefined) {
      this.#onMissing?.({ what: 'sharers', kind, hash });
      return NO_SHARERS;
    }
    const { accounts, count } = sharers;
    return { accounts: accounts.slice(-SHARERS_SEEN).reverse(), count: Math.min(count, SHARERS_COUNTED) };
  }

  /** Whoever keeps one must have asked for the account's own before, so that they are all here. */
  keep(identifier: Identifier): void {
    const { account, kind, hash } = identifier;
    const own = this.identifiers.get(account) ?? NOTHING;
    const at = own.findIndex((known) => known.kind === kind && known.hash === hash);
    this.identifiers.set(account, at < 0 ? [...own, copy(identifier)] : own.with(at, copy(identifier)));
    if (at >= 0) return;
    this.#change(kind, hash, ({ accounts, count }) => ({ accounts: [...accounts, account], count: count + 1 }));
  }

  forget({ account, kind, hash }: Identifier): void {
    const own = this.identifiers.get(account) ?? NOTHING;
    const left = own.filter((known) => known.kind !== kind || known.hash !== hash);
    if (left.length === own.length) return;
    this.identifiers.set(account, left);
    this.#change(kind, hash, ({ accounts, count }) => ({
      accounts: accounts.filter((id) => id !== account),
      count: count - 1,
    }));
  }

  /** A list that a part of what is known doesn't hold stays missing: begun here, it would be taken for the whole. */
  #change(kind: IdentifierKind, hash: string, change: (sharers: Sharers) => Sharers): void {
    const key = identifierKey(kind, hash);
    const sharers = this.sharersOf.get(key) ?? (this.#onMissing === null ? NO_SHARERS : undefined);
    if (sharers !== undefined) this.sharersOf.set(key, change(sharers));
  }

  /** Every identifier that is here. */
  *all(): Generator<Identifier> {
    for (const identifiers of this.identifiers.values()) yield* identifiers;
  }
}
