/**
 * What Kith itself makes of the actor of one event towards one other account: looks up conduct and approach where they are
 * asked for, adds what the event shows, and says what the risk is, what follows, and what has to be written.
 */
import type { Outcome, Risk } from '@kith/contract';
import type { Facts } from '../contact/facts.ts';
import { type CaseByRisk, type EvidenceSignal, isOfRule, RISK_QUEUE } from '../decided.ts';
import {
  type Approach,
  bringUpTo,
  type Conduct,
  type Contact,
  hasTurnedTo,
  isBlankApproach,
  isBlankConduct,
  isChildWhenContacted,
} from '../knowledge/index.ts';
import type { Found } from '../policy/rules/index.ts';
import { type Observed, observeInGroup, observePair, observeWithheld } from '../signals/behaviour/observe.ts';
import type { Said } from '../signals/carried.ts';
import { ageGap } from './ages.ts';
import { type Assessed, assess, madeOf, NOTHING } from './assess.ts';
import { type Beside, saidBeside } from './beside.ts';
import { accountFeatures, contactFeatures, type Features, namedFeatures } from './features.ts';
import { higherRisk, RISKS } from './level.ts';
import { thresholdsFor } from './model.ts';
import {
  type AccountObserved,
  type ContactObserved,
  type Contribution,
  scoreAccount,
  scoreContact,
  visitAccount,
  visitContact,
} from './score.ts';
import { isScored, mayBeScored } from './scored.ts';

/** Children who blocked or reported are counted up to this: past it, more say nothing more. */
export const CHILDREN_AGAINST_COUNTED_MAX = 16;
/** Contributions that a reason or a case names. */
const BECAUSE_MAX = 8;
/** From so sure on that an adult turns to a child, evidence is kept as signals before any risk has a level. */
const NOTED_FROM_AGE_GAP = 0.25;

const NO_SIGNALS: readonly EvidenceSignal[] = Object.freeze([]);
const NO_CASES: readonly CaseByRisk[] = Object.freeze([]);
const NO_APPROACHES: readonly Approach[] = Object.freeze([]);

const rose = (from: Risk, to: Risk): boolean => RISKS.indexOf(to) > RISKS.indexOf(from);
const opensCase = (level: Risk): boolean => level === 'medium' || level === 'high';

export class Watch {
  readonly #f: Facts;
  #conduct: Conduct | null = null;
  #approach: Approach | null = null;
  readonly #changed: Observed = { conduct: false, approach: false };
  #account: Assessed | null = null;
  #contact: Assessed | null = null;
  #against: number | null = null;

  constructor(facts: Facts) {
    this.#f = facts;
  }

  /** Goes on from a conduct that another part of the same event has changed. To be called before anything else. */
  goOnFrom(conduct: Conduct): void {
    this.#conduct = conduct;
    this.#changed.conduct = true;
  }

  get conduct(): Conduct {
    this.#conduct ??= this.#f.k.conduct(this.#f.actor.id);
    return this.#conduct;
  }

  get approach(): Approach {
    this.#approach ??= this.#f.k.approach(this.#f.actor.id, this.#f.other.id);
    return this.#approach;
  }

  get #childrenAgainst(): number {
    const { k, actor, at, policy } = this.#f;
    this.#against ??= k.childrenAgainst(actor.id, at - policy.blockedOrReportedWithin_s, CHILDREN_AGAINST_COUNTED_MAX);
    return this.#against;
  }

  /**
   * Adds what the event shows; to be called before anything asks for the risk.
   * @param turns the event turns to the other itself; false of what was found later in such an event
   */
  observe(said: Said, turns = true): void {
    const { at, actor, other, out, back, policy } = this.#f;
    const changed = observePair(
      {
        at,
        actor,
        other,
        out,
        back,
        conduct: this.conduct,
        // most have none, and it is only looked at where there is evidence, or may have been before the first message
        approach:
          isOddFirst(out) || (isChildWhenContacted(other) && said.evidence.length > 0) ? this.approach : NOT_LOOKED_AT,
        turns,
        between: this.#f,
      },
      said,
      policy.risk,
    );
    this.#changed.conduct ||= changed.conduct;
    this.#changed.approach ||= changed.approach;
  }

  get #accountObserved(): AccountObserved {
    const { actor, at } = this.#f;
    return { account: actor, conduct: this.conduct, at, childrenAgainst: this.#childrenAgainst };
  }

  get #contactObserved(): ContactObserved {
    const { other, out, back, stranger } = this.#f;
    return { ...this.#accountObserved, other, approach: this.approach, out, back, stranger };
  }

  #assessAccount(): Assessed {
    const { conduct } = this;
    if (isBlankConduct(conduct)) return NOTHING;
    // what fades only lowers it, and others' acts show in the count of children
    if (conduct.level === 'none' && !this.#changed.conduct && this.#childrenAgainst === 0) return NOTHING;
    const { actor, policy } = this.#f;
    const observed = this.#accountObserved;
    return assess(policy.risk, thresholdsFor(policy.risk, actor), scoreAccount(policy.risk, observed), () =>
      accountFeatures(policy.risk, observed),
    );
  }

  get #isScored(): boolean {
    const { conduct } = this;
    if (!mayBeScored(conduct)) return false;
    return isScored(conduct, this.approach, this.#f, this.#f.policy.risk);
  }

  #assessContact(): Assessed {
    const { actor, other, policy } = this.#f;
    if (!isChildWhenContacted(other) || isBlankConduct(this.conduct)) return NOTHING;
    if (!this.#isScored) return NOTHING;
    const observed = this.#contactObserved;
    return assess(policy.risk, thresholdsFor(policy.risk, actor), scoreContact(policy.risk, observed), () =>
      contactFeatures(policy.risk, observed),
    );
  }

  get #ofAccount(): Assessed {
    this.#account ??= this.#assessAccount();
    return this.#account;
  }

  get #ofContact(): Assessed {
    this.#contact ??= this.#assessContact();
    return this.#contact;
  }

  /** Kith's own risk of the actor: the higher of the account's and of this contact's. */
  get level(): Risk {
    return higherRisk(this.#ofAccount.level, this.#ofContact.level);
  }

  /** What the higher of the two scores is made of. */
  because(): readonly Contribution[] {
    const { risk } = this.#f.policy;
    const ofContact = rose(this.#ofAccount.level, this.#ofContact.level);
    const contributions = ofContact
      ? madeOf(this.#ofContact, (visit) => visitContact(risk, this.#contactObserved, visit))
      : madeOf(this.#ofAccount, (visit) => visitAccount(risk, this.#accountObserved, visit));
    return contributions.slice(0, BECAUSE_MAX);
  }

  /** What was observed of the account that the policy gives no weight: told beside what the score is made of. */
  beside(): readonly Beside[] {
    return saidBeside(this.#f.policy.risk, this.#accountObserved);
  }

  /** Ends the event: what the outcome shows, the levels as they became, and what follows. */
  conclude(outcome: Outcome, said: Said, message: string | null, found: Found): Concluded {
    const { at, out, other, policy } = this.#f;
    const withheld = outcome !== 'allow' && outcome !== 'notice';
    if (withheld && message !== null && out.withheld === 0 && isChildWhenContacted(other)) {
      observeWithheld(this.conduct, at, policy.risk);
      this.#changed.conduct = true;
      this.#account = null;
      this.#contact = null;
    }
    this.#observeRules(found);
    const cases = this.#levels();
    return {
      conduct: this.#changed.conduct ? this.conduct : null,
      approaches: this.#changed.approach ? [this.approach] : NO_APPROACHES,
      signals: this.#signals(said, message),
      cases,
    };
  }

  /** Ends a message with evidence to a group that the other is in: it counts in the conduct, and towards nobody alone. */
  concludeInGroup(evidence: Said['evidence'], message: string): Concluded {
    const { at, policy } = this.#f;
    observeInGroup(this.conduct, evidence, at, policy.risk);
    this.#changed.conduct = true;
    const cases = this.#levels();
    const signals = this.#signals({ evidence, sketch: 0 }, message).map((signal) => ({ ...signal, other: null }));
    const approaches = this.#changed.approach ? [this.approach] : NO_APPROACHES;
    return { conduct: this.conduct, approaches, signals, cases };
  }

  /** The live rules that fired towards a child count in the conduct, as much as they weigh together. */
  #observeRules({ signals }: Found): void {
    let weight = 0;
    for (const signal of signals) if (isOfRule(signal) && signal.mode === 'live') weight += signal.weight;
    const { at, other, policy } = this.#f;
    if (weight === 0 || !isChildWhenContacted(other)) return;
    bringUpTo(this.conduct, at, policy.risk.codes.halfLives);
    this.conduct.ruled = Math.fround(Math.max(this.conduct.ruled, weight));
    this.#changed.conduct = true;
    this.#account = null;
    this.#contact = null;
  }

  /** Writes down the levels; a case is opened where one rose to medium or higher. */
  #levels(): readonly CaseByRisk[] {
    if (this.#account === null && this.#contact === null && !this.#changed.conduct) return NO_CASES;
    const { at } = this.#f;
    const account = this.#ofAccount;
    const contact = this.#ofContact;
    const cases: CaseByRisk[] = [];
    if (this.conduct.at > 0 && account.level !== this.conduct.level) {
      if (rose(this.conduct.level, account.level) && opensCase(account.level)) cases.push(this.#opened(account));
      this.conduct.level = account.level;
      this.#changed.conduct = true;
    }
    if (contact !== NOTHING && contact.level !== this.approach.level) {
      const higher = rose(this.approach.level, contact.level) && opensCase(contact.level);
      if (higher && cases.length === 0) cases.push(this.#opened(contact));
      this.approach.level = contact.level;
      // of a contact without evidence the level is the first that is kept
      if (isBlankApproach(this.approach)) this.approach.at = at;
      this.#changed.approach = true;
    }
    return cases;
  }

  #opened({ level, score }: Assessed): CaseByRisk {
    const { actor, policy } = this.#f;
    return {
      type: 'case.opened',
      account: actor.id,
      queue: RISK_QUEUE,
      level,
      score: score.total,
      unlessHarmless: level === 'medium' && policy.risk.foundHarmless.days > 0 ? policy.risk.foundHarmless : null,
      because: this.because(),
      // an account that stands otherwise was restricted already, or worse: asking for it again would let somebody in
      restrict: level === 'high' && policy.risk.restrictAtHigh && actor.status === 'active',
      features: namedFeatures(this.#features()),
    };
  }

  /** What is to be seen of the account, and of this contact where there is evidence. */
  #features(): Features {
    const { policy, other } = this.#f;
    return isChildWhenContacted(other) && this.#isScored
      ? contactFeatures(policy.risk, this.#contactObserved)
      : accountFeatures(policy.risk, this.#accountObserved);
  }

  #signals(said: Said, message: string | null): readonly EvidenceSignal[] {
    const { actor, other } = this.#f;
    if (!isChildWhenContacted(other) || said.evidence.length === 0) return NO_SIGNALS;
    if (this.level === 'none' && ageGap(actor, other) < NOTED_FROM_AGE_GAP) return NO_SIGNALS;
    return said.evidence.map(
      ({ code, cue, weight }): EvidenceSignal => ({ account: actor.id, other: other.id, message, code, cue, weight }),
    );
  }
}

export interface Concluded {
  conduct: Conduct | null;
  approaches: readonly Approach[];
  signals: readonly EvidenceSignal[];
  cases: readonly CaseByRisk[];
}

/** The actor did something towards the other before it ever turned to them. */
const isOddFirst = (out: Contact): boolean => out.firstAt > 0 && !hasTurnedTo(out);

/** Stands for an approach that is not looked at: it is never changed, since there is no evidence. */
const NOT_LOOKED_AT: Approach = Object.freeze({
  actor: '',
  other: '',
  at: 0,
  evidence: new Float32Array(0),
  firstAt: 0,
  handedOff: false,
  pursued: false,
  level: 'none',
});
