/**
 * Keeps for each account-day what was to be seen when its score was highest: what a second look, and weights, are learned
 * from. Memory: some 300 bytes an account-day that is worth keeping.
 */
import {
  type CompiledPolicy,
  type Considered,
  explainAccount,
  explainContact,
  type Features,
  type Knowledge,
  type Told,
} from '@kith/engine';

const DAY_MS = 86_400_000;

export interface Look {
  account: string;
  /** when the score was highest, milliseconds since 1970 */
  at: number;
  score: number;
  features: Features;
}

export interface LooksOptions {
  policy: CompiledPolicy;
  /** what happens before is known and not learned from; milliseconds since 1970 */
  start_ms: number;
  /** account-days below are not kept, log-odds */
  from: number;
  /** whether the account is an offender's, and the other one of the children whom that one has turned to */
  offendsAgainst: (account: string, other: string) => boolean;
}

export class Looks {
  readonly readsAll = false;
  readonly #options: LooksOptions;
  readonly #days = new Map<string, Look>();
  readonly #active = new Map<string, number>();
  /** active account-days, by account: also those that are not worth keeping */
  readonly daysOf = new Map<string, number>();
  /** offenders' accounts of which a message to a child that they offend against was delivered */
  readonly delivered = new Set<string>();

  constructor(options: LooksOptions) {
    this.#options = options;
  }

  /** After an event was considered and applied. */
  after(k: Knowledge, told: Told, { changes, decision: { outcome } }: Considered): void {
    const { policy, start_ms, from, offendsAgainst } = this.#options;
    if (told.at < start_ms) return;
    const { actor } = told.data;
    const day = Math.floor((told.at - start_ms) / DAY_MS);
    if (this.#active.get(actor) !== day) {
      this.#active.set(actor, day);
      this.daysOf.set(actor, (this.daysOf.get(actor) ?? 0) + 1);
    }
    const other = 'other' in told.data ? told.data.other : undefined;
    const arrived = told.type === 'message.sent' && (outcome === 'allow' || outcome === 'notice');
    if (arrived && other !== undefined && offendsAgainst(actor, other)) this.delivered.add(actor);
    if (changes.conduct === null) return;
    const key = `${actor} ${day}`;
    const at = Math.floor(told.at / 1000);
    const seen = [explainAccount(k, actor, at, policy)];
    const contact = other === undefined ? null : explainContact(k, actor, other, at, policy);
    if (contact !== null) seen.push(contact);
    for (const { score, features } of seen) {
      if (score.total < from || score.total <= (this.#days.get(key)?.score ?? 0)) continue;
      this.#days.set(key, { account: actor, at: told.at, score: score.total, features: features() });
    }
  }

  get looks(): Iterable<Look> {
    return this.#days.values();
  }
}
