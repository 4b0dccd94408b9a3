/** The facts of an event from what is known, worked out when a rule asks, at most once an event where that costs. */
import type { AccountStatus, AgeBand, AgeMethod, EventType, EvidenceCode, Risk } from '@kith/contract';
import type { Facts } from '../../contact/facts.ts';
import {
  type Account,
  blankAccount,
  COUNT_HALF_LIFE,
  type Conduct,
  childrenWithin,
  FLAGS_SEEN,
  faded,
  isBlankConduct,
  isChildWhenContacted,
  type Knowledge,
  type Seconds,
} from '../../knowledge/index.ts';
import { higherRisk } from '../../risk/level.ts';
import { scoreAccount, scoreContact } from '../../risk/score.ts';
import { CHILDREN_AGAINST_COUNTED_MAX } from '../../risk/watch.ts';
import { SAID_NOTHING, type Said } from '../../signals/carried.ts';
import { likeliestLink } from '../../signals/identity/recognise.ts';
import type { CompiledPolicy } from '../compile.ts';
import type { AccountFacts, ContactFacts, EventFacts, OtherFacts, RuleFacts } from './facts.ts';
import type { Happening } from './judge.ts';
import { evidenceAt, type NamedSums, NO_SUMS } from './sums.ts';

const DAY_S = 86_400;

const daysSince = (then: Seconds, at: Seconds): number => (then > 0 && then < at ? (at - then) / DAY_S : 0);

/** The same as the risk model sees: so that a rule that asks for a score asks for the one that is shown. */
const againstLately = (k: Knowledge, account: Account, at: Seconds, policy: CompiledPolicy): number =>
  k.childrenAgainst(account.id, at - policy.blockedOrReportedWithin_s, CHILDREN_AGAINST_COUNTED_MAX);

class KnownAccount implements AccountFacts {
  readonly #k: Knowledge;
  readonly #account: Account;
  readonly #pair: Facts | null;
  readonly #at: Seconds;
  readonly #policy: CompiledPolicy;
  #ownConduct: Conduct | null = null;
  #score: number | null = null;
  #childrenAgainst: number | null = null;

  constructor(k: Knowledge, account: Account, pair: Facts | null, at: Seconds, policy: CompiledPolicy) {
    this.#k = k;
    this.#account = account;
    this.#pair = pair;
    this.#at = at;
    this.#policy = policy;
  }

  /** With this event in it, where it is one that is observed. */
  get #conduct(): Conduct {
    if (this.#pair !== null) return this.#pair.watch.conduct;
    this.#ownConduct ??= this.#k.conduct(this.#account.id);
    return this.#ownConduct;
  }

  #faded(count: number): number {
    return faded(count, this.#at - this.#conduct.at, COUNT_HALF_LIFE);
  }

  get score(): number {
    if (this.#score !== null) return this.#score;
    const [account, conduct, at, policy] = [this.#account, this.#conduct, this.#at, this.#policy];
    this.#score = isBlankConduct(conduct)
      ? 0
      : scoreAccount(policy.risk, {
          account,
          conduct,
          at,
          childrenAgainst: againstLately(this.#k, account, at, policy),
        }).total;
    return this.#score;
  }
  get distinctChildren1d(): number {
    return childrenWithin(this.#conduct, 1, this.#at);
  }
  get distinctChildren7d(): number {
    return childrenWithin(this.#conduct, 7, this.#at);
  }
  get distinctChildren30d(): number {
    return childrenWithin(this.#conduct, 30, this.#at);
  }
  get childShare(): number {
    const { contacted } = this.#conduct;
    if (contacted < SHARE_FROM) return 0;
    const children = this.distinctChildren30d;
    return children / Math.max(contacted, children);
  }
  get coldChildren30d(): number {
    return this.#faded(this.#conduct.cold);
  }
  get answered30d(): number {
    return this.#faded(this.#conduct.answered);
  }
  get sameOpener30d(): number {
    return this.#faded(this.#conduct.sameOpener);
  }
  get handOffs30d(): number {
    return this.#faded(this.#conduct.handOffs);
  }
  get farChildren30d(): number {
    return this.#faded(this.#conduct.far);
  }
  get breadth(): number {
    return this.#faded(this.#conduct.breadth);
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
    return this.#pair === null ? higherRisk(this.#account.risk, this.#conduct.level) : this.#pair.risk;
  }
  get ageDays(): number {
    return daysSince(this.#account.createdAt, this.#at);
  }
  get childrenAgainst30d(): number {
    this.#childrenAgainst ??= this.#k.childrenAgainst(this.#account.id, this.#at - 30 * DAY_S, FLAGS_SEEN);
    return this.#childrenAgainst;
  }
  get likeness(): number {
    return likeliestLink(this.#k, this.#account, this.#policy.policy.returning)?.points ?? 0;
  }
}

class KnownContact implements ContactFacts {
  readonly #facts: Facts;
  #evidence: NamedSums | null = null;

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
  get score(): number {
    const { k, actor, other, out, back, stranger, at, policy, watch } = this.#facts;
    const { conduct } = watch;
    if (isBlankConduct(conduct) || !isChildWhenContacted(other)) return 0;
    const childrenAgainst = againstLately(k, actor, at, policy);
    const { approach } = watch;
    const seen = { account: actor, conduct, at, childrenAgainst, other, approach, out, back, stranger };
    return scoreContact(policy.risk, seen).total;
  }
  get breadth(): number {
    return Object.values(this.evidence).filter((sum) => sum > 0).length;
  }
  get evidence(): NamedSums {
    const { watch, at, policy } = this.#facts;
    this.#evidence ??= evidenceAt(watch.approach, at, policy.risk.codes.halfLives);
    return this.#evidence;
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

class KnownEvent implements EventFacts {
  readonly type: EventType;
  readonly group: boolean;
  readonly #said: Said;

  constructor(type: EventType, group: boolean, said: Said) {
    this.type = type;
    this.group = group;
    this.#said = said;
  }

  get codes(): readonly EvidenceCode[] {
    const { evidence } = this.#said;
    return evidence.length === 0 ? NO_CODES : evidence.map(({ code }) => code);
  }
}

/** Of two between whom nothing is known. */
export const NO_CONTACT: ContactFacts = Object.freeze({
  messages: 0,
  replies: 0,
  withheld: 0,
  connected: false,
  stranger: false,
  firstMessage: false,
  began: false,
  ageDays: 0,
  score: 0,
  breadth: 0,
  evidence: NO_SUMS,
});
const NO_CODES: readonly EvidenceCode[] = Object.freeze([]);
/** First contacts from which on a share of children among them says something. */
const SHARE_FROM = 5;
const NOBODY: OtherFacts = new KnownOther(blankAccount(''));

/**
 * @param pair null where the event is not between two accounts: no rule that asks about them is tried then
 */
export function knownFacts(
  { type, group = false, said = SAID_NOTHING, k, actor, pair, at }: Happening,
  policy: CompiledPolicy,
): RuleFacts {
  return {
    account: new KnownAccount(k, actor, pair, at, policy),
    contact: pair === null ? NO_CONTACT : new KnownContact(pair),
    other: pair === null ? NOBODY : new KnownOther(pair.other),
    event: new KnownEvent(type, group, said),
  };
}
