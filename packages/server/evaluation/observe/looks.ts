/**
 * Keeps for each account-day what was to be seen when its score, and that of one of its contacts, was highest: what a second
 * look, and weights, are learned from. Memory: some 600 bytes an account-day that is worth keeping.
 */
import {
  type CompiledPolicy,
  type Considered,
  type Explained,
  explainAccount,
  explainContact,
  type Features,
  type Knowledge,
  mayBeScored,
  type Told,
} from '@kith/engine';

const DAY_MS = 86_400_000;

const at = (told: Told): number => Math.floor(told.at / 1000);

export interface Look {
  account: string;
  /** of which account-day: there are at most two looks at each */
  accountDay: string;
  /** when the score was highest, milliseconds since 1970 */
  at: number;
  score: number;
  /** how much of it comes of what was written */
  text: number;
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
    const { start_ms, policy, offendsAgainst } = this.#options;
    if (told.at < start_ms) return;
    const { actor } = told.data;
    const day = Math.floor((told.at - start_ms) / DAY_MS);
    if (this.#active.get(actor) !== day) {
      this.#active.set(actor, day);
      this.daysOf.set(actor, (this.daysOf.get(actor) ?? 0) + 1);
    }
    const other = 'other' in told.data ? told.data.other : undefined;
    const isMessage = told.type === 'message.sent';
    const arrived = isMessage && (outcome === 'allow' || outcome === 'notice');
    if (arrived && other !== undefined && offendsAgainst(actor, other)) this.delivered.add(actor);
    if (changes.conduct !== null) this.#keep('account', told, day, explainAccount(k, actor, at(told), policy));
    if (other === undefined || (changes.conduct === null && !isMessage) || !mayBeScored(k.conduct(actor))) return;
    this.#keep('contact', told, day, explainContact(k, actor, other, at(told), policy));
  }

  /** Of a contact the later of two that score alike: what was written meanwhile may be all that is new. */
  #keep(subject: 'account' | 'contact', told: Told, day: number, seen: Explained | null): void {
    if (seen === null || seen.score.total < this.#options.from) return;
    const { actor } = told.data;
    const accountDay = `${actor} ${day}`;
    const key = `${accountDay} ${subject}`;
    const highest = this.#days.get(key)?.score ?? Number.NEGATIVE_INFINITY;
    const { total, text } = seen.score;
    if (subject === 'account' ? total <= highest : total < highest) return;
    this.#days.set(key, { account: actor, accountDay, at: told.at, score: total, text, features: seen.features() });
  }

  get looks(): Iterable<Look> {
    return this.#days.values();
  }
}
