/**
 * Watches a replay: after each event it works out, where they can have risen, the scores of the actor and of its contact,
 * and keeps for each account-day what they were at most. Memory: some 50 bytes an account-day, 230 more where the score is
 * worth keeping, and what RecentScores needs an account.
 */
import {
  type CompiledPolicy,
  type Considered,
  type Explained,
  explainAccount,
  explainContact,
  type Knowledge,
  lookedAtFrom,
  mayBeScored,
  type Told,
  walkAccount,
  walkContact,
} from '@kith/engine';
import { RecentScores } from '../measure/skewness.ts';
import { CueCounts } from './cues.ts';
import { AccountDays } from './days.ts';
import { Raised } from './raised.ts';
import { accountTerms, contactTerms, observingModel, placeOf, type Subject, scoreRow } from './row.ts';
import { newTrail, type Trail } from './trail.ts';

const DAY_MS = 86_400_000;

export interface ObserverOptions {
  policy: CompiledPolicy;
  /** what happens before is known and not measured; milliseconds since 1970 */
  start_ms: number;
  /** accounts whose every rise of the score is kept */
  follows: (account: string) => boolean;
  /** whether a followed account offends against the other: its messages to anybody else are none of those counted */
  offendsAgainst: (account: string, other: string) => boolean;
  /** what a score is made of is kept from here on, log-odds */
  keepFrom: number;
}

/** What is known of an account beside its days, by bits. */
const CONDUCT = 1;
const MAY_BE_SCORED = 2;
const FLAGGED = 4;

export class Observer {
  readonly readsAll = true;
  readonly days = new AccountDays();
  readonly accounts: string[] = [];
  readonly trails = new Map<string, Trail>();
  readonly cues = new CueCounts();
  readonly raised: Raised;
  readonly #options: ObserverOptions;
  readonly #observing: CompiledPolicy;
  /** no account is looked at twice below */
  readonly #least: number;
  readonly #numbers = new Map<string, number>();
  readonly #bits: number[] = [];
  readonly #today: number[] = [];
  readonly #messages: number[] = [];
  readonly #recent = new RecentScores();
  readonly #values = {
    account: new Float32Array(accountTerms.length),
    contact: new Float32Array(contactTerms.length),
  };

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.raised = new Raised(options.keepFrom);
    const { policy } = options;
    this.#observing = { ...policy, risk: observingModel(policy.risk) };
    this.#least = Math.min(
      ...[policy.risk, ...policy.risk.cohorts].map(({ thresholds }) => lookedAtFrom(policy.risk, thresholds)),
    );
  }

  #number(account: string): number {
    let number = this.#numbers.get(account);
    if (number === undefined) {
      number = this.accounts.push(account) - 1;
      this.#numbers.set(account, number);
      this.#bits.push(0);
      this.#today.push(-1);
      this.#messages.push(0);
    }
    return number;
  }

  /** After an event was considered and applied. */
  after(k: Knowledge, told: Told, considered: Considered): void {
    const account = this.#number(told.data.actor);
    const { changes } = considered;
    let bits = this.#bits[account] ?? 0;
    if (changes.conduct !== null) {
      bits |= CONDUCT;
      if (mayBeScored(changes.conduct)) bits |= MAY_BE_SCORED;
    }
    if (bits !== this.#bits[account]) this.#bits[account] = bits;
    const other = 'other' in told.data ? told.data.other : undefined;
    if (other !== undefined && (told.type === 'account.blocked' || told.type === 'report.filed')) {
      const whom = this.#number(other);
      this.#bits[whom] = (this.#bits[whom] ?? 0) | FLAGGED;
    }
    if (told.at < this.#options.start_ms) return;
    const [day, isNew] = this.#dayOf(account, told.at);
    if (told.type === 'message.sent') this.#countMessage(account, day, told.data.evidence);
    const trail = this.#trailOf(told, considered, other);
    if (changes.approaches.length > 0 && 'evidence' in told.data) this.cues.add(account, told.data.evidence ?? []);
    if ((bits & CONDUCT) === 0) return;
    const near = (bits & MAY_BE_SCORED) !== 0 && other !== undefined;
    const mayHaveRisen = isNew || changes.conduct !== null || (bits & FLAGGED) !== 0 || changes.account !== null;
    if (!near && !mayHaveRisen) return;
    this.#score(k, told, day, near ? other : null, trail);
  }

  #dayOf(account: number, at_ms: number): [day: number, isNew: boolean] {
    const date = Math.floor((at_ms - this.#options.start_ms) / DAY_MS);
    const today = this.#today[account] ?? -1;
    if (today >= 0 && this.days.get(today, 'day') === date) return [today, false];
    const day = this.days.add(account, date);
    this.#today[account] = day;
    this.days.set(day, 'messagesSoFar', this.#messages[account] ?? 0);
    return [day, true];
  }

  #countMessage(account: number, day: number, evidence: readonly { weight: number }[] | undefined): void {
    const soFar = (this.#messages[account] ?? 0) + 1;
    this.#messages[account] = soFar;
    this.days.set(day, 'messages', this.days.get(day, 'messages') + 1);
    this.days.set(day, 'messagesSoFar', soFar);
    const score = evidence === undefined ? 0 : evidence.reduce((sum, { weight }) => sum + weight, 0);
    const skewness = this.#recent.add(account, score);
    if (skewness > this.days.get(day, 'skewness')) this.days.set(day, 'skewness', skewness);
  }

  #trailOf(told: Told, { decision }: Considered, other: string | undefined): Trail | null {
    const { actor } = told.data;
    let trail = this.trails.get(actor);
    if (trail === undefined) {
      if (!this.#options.follows(actor)) return null;
      trail = newTrail(actor);
      this.trails.set(actor, trail);
    }
    if (told.type !== 'message.sent' || other === undefined) return trail;
    if (!this.#options.offendsAgainst(actor, other)) return trail;
    trail.messages++;
    trail.children.add(other);
    if (decision.outcome === 'allow' || decision.outcome === 'notice') {
      trail.delivered++;
      trail.firstDelivered_ms ??= told.at;
    }
    return trail;
  }

  #score(k: Knowledge, told: Told, day: number, near: string | null, trail: Trail | null): void {
    const at = Math.floor(told.at / 1000);
    const { account, contact } = this.#values;
    account.fill(0);
    walkAccount(k, told.data.actor, at, this.#observing, (term, _family, points, value) => {
      const place = placeOf('account', term);
      // a code's value is how many children it was towards: what it adds is the sum of its evidence
      if (place !== undefined) account[place] = isCode(place) ? points : value;
    });
    account[SECOND_LOOK.account] = this.#secondLook('account', account, () =>
      explainAccount(k, told.data.actor, at, this.#options.policy),
    );
    let highest = this.#keep(day, 'account', account);
    this.raised.note(day, told.data.actor, highest);
    if (near !== null) {
      contact.fill(0);
      let any = false;
      walkContact(k, told.data.actor, near, at, this.#observing, (term, _family, points, value) => {
        any = true;
        const place = placeOf('contact', term);
        if (place !== undefined && term !== 'prior') contact[place] = isCode(place) ? points : value;
      });
      if (any) {
        for (let i = BEHAVIOUR.account, j = BEHAVIOUR.contact; i < SECOND_LOOK.account; i++, j++)
          contact[j] = account[i] ?? 0;
        contact[SECOND_LOOK.contact] = this.#secondLook('contact', contact, () =>
          explainContact(k, told.data.actor, near, at, this.#options.policy),
        );
        const ofContact = this.#keep(day, 'contact', contact);
        this.raised.note(day, `${told.data.actor} ${near}`, ofContact);
        highest = Math.max(highest, ofContact);
      }
    }
    const children = account[CHILDREN] ?? 0;
    if (children > this.days.get(day, 'children')) this.days.set(day, 'children', children);
    if (trail !== null && highest > (trail.rises.at(-1)?.score ?? 0)) {
      trail.rises.push({ at_ms: told.at, score: highest, messages: trail.messages, children: trail.children.size });
    }
  }

  /** What a second look adds or takes, where the policy has one in force and the score is worth it. */
  #secondLook(subject: Subject, values: Float32Array, explained: () => Explained | null): number {
    const { risk } = this.#options.policy;
    if (risk.second === null || scoreRow(risk, subject, values) < this.#least) return 0;
    return (explained()?.contributions ?? []).reduce(
      (sum, { term, points }) => (term === 'secondLook' ? sum + points : sum),
      0,
    );
  }

  #keep(day: number, subject: Subject, values: Float32Array): number {
    const score = scoreRow(this.#options.policy.risk, subject, values);
    const field = subject === 'account' ? 'accountScore' : 'contactScore';
    if (score > this.days.get(day, field)) {
      this.days.set(day, field, score);
      if (score >= this.#options.keepFrom) this.days.keepRow(day, subject, values);
    }
    return score;
  }
}

/** Codes stand first in both kinds of row. */
const CODES = 11;
const isCode = (place: number): boolean => place < CODES;
/** Where the account's behaviour begins, in the same order to the end. */
const BEHAVIOUR = {
  account: accountTerms.indexOf('children1d'),
  contact: contactTerms.indexOf('children1d'),
} as const;
const SECOND_LOOK = {
  account: accountTerms.indexOf('secondLook'),
  contact: contactTerms.indexOf('secondLook'),
} as const;
const CHILDREN = accountTerms.indexOf('children30d');
