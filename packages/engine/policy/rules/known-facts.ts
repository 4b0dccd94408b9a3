/** The facts of an event from what is known, worked out when a rule asks, at most once an event where that costs. */
import type { AccountStatus, AgeBand, AgeMethod, EventType, Risk } from '@kith/contract';
import type { Facts } from '../../contact/facts.ts';
import { type Account, blankAccount, FLAGS_SEEN, type Knowledge, type Seconds } from '../../knowledge/index.ts';
import type { AccountFacts, ContactFacts, EventFacts, OtherFacts, RuleFacts } from './facts.ts';

const DAY_S = 86_400;

const daysSince = (then: Seconds, at: Seconds): number => (then > 0 && then < at ? (at - then) / DAY_S : 0);

class KnownAccount implements AccountFacts {
  readonly #k: Knowledge;
  readonly #account: Account;
  readonly #at: Seconds;
  #childrenAgainst: number | null = null;

  constructor(k: Knowledge, account: Account, at: Seconds) {
    this.#k = k;
    this.#account = account;
    this.#at = at;
  }

  get ageBand(): AgeBand {
    return this.#account.ageBand;
  }
  get ageMethod(): AgeMethod {
    return this.#account.ageMethod;
  }
  get ageConfidence(): number {
    return this.#account.ageConfidence / 100;
  }
  get country(): string {
    return this.#account.country;
  }
  get region(): string {
    return this.#account.region;
  }
  get status(): AccountStatus {
    return this.#account.status;
  }
  get risk(): Risk {
    return this.#account.risk;
  }
  get ageDays(): number {
    return daysSince(this.#account.createdAt, this.#at);
  }
  get childrenAgainst30d(): number {
    this.#childrenAgainst ??= this.#k.childrenAgainst(this.#account.id, this.#at - 30 * DAY_S, FLAGS_SEEN);
    return this.#childrenAgainst;
  }
}

class KnownContact implements ContactFacts {
  readonly #facts: Facts;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  get messages(): number {
    return this.#facts.out.messages;
  }
  get replies(): number {
    return this.#facts.out.replies;
  }
  get withheld(): number {
    return this.#facts.out.withheld;
  }
  get connected(): boolean {
    return this.#facts.connected;
  }
  get stranger(): boolean {
    return this.#facts.stranger;
  }
  get firstMessage(): boolean {
    return this.#facts.firstMessage;
  }
  get began(): boolean {
    return this.#facts.out.began;
  }
  get ageDays(): number {
    return daysSince(this.#facts.out.firstAt, this.#facts.at);
  }
}

class KnownOther implements OtherFacts {
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  get ageBand(): AgeBand {
    return this.#account.ageBand;
  }
  get ageConfidence(): number {
    return this.#account.ageConfidence / 100;
  }
  get country(): string {
    return this.#account.country;
  }
  get region(): string {
    return this.#account.region;
  }
}

const NO_CONTACT: ContactFacts = Object.freeze({
  messages: 0,
  replies: 0,
  withheld: 0,
  connected: false,
  stranger: false,
  firstMessage: false,
  began: false,
  ageDays: 0,
});
const NOBODY: OtherFacts = new KnownOther(blankAccount(''));

/** @param pair null where the event is not between two accounts: no rule that asks about them is tried then */
export function knownFacts(
  type: EventType,
  group: boolean,
  k: Knowledge,
  actor: Account,
  pair: Facts | null,
  at: Seconds,
): RuleFacts {
  const event: EventFacts = { type, group };
  return {
    account: new KnownAccount(k, actor, at),
    contact: pair === null ? NO_CONTACT : new KnownContact(pair),
    other: pair === null ? NOBODY : new KnownOther(pair.other),
    event,
  };
}
