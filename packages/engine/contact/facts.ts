/** What the policy's tables ask about one event: worked out when a row asks, at most once. */
import type { Condition, Risk, WarningSign } from '@kith/contract';
import {
  type Account,
  type Contact,
  isAdultWhenContacting,
  isChildWhenContacted,
  isConnected,
  isKnownChild,
  isOut,
  type Knowledge,
  type Seconds,
  settingOf,
  warningSigns,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { higherRisk, RISKS } from '../risk/level.ts';
import { Watch } from '../risk/watch.ts';
import { isEitherBlockedByLink } from './other-accounts.ts';

const DAY_S = 86_400;

/** What an event says beyond the two accounts that it is between. */
export interface Circumstances {
  /** the actor does something to the other that the other did not ask for: adds them to a group */
  readonly adds: boolean;
  /** the actor asks for less protection than there is */
  readonly weakens: boolean;
}
const PLAIN: Circumstances = { adds: false, weakens: false };

export class Facts {
  readonly k: Knowledge;
  readonly policy: CompiledPolicy;
  readonly at: Seconds;
  readonly actor: Account;
  readonly other: Account;
  /** what the actor has done towards the other, before this event; the event's own word on inContacts is in it */
  readonly out: Contact;
  /** what the other has done towards the actor */
  readonly back: Contact;
  readonly circumstances: Circumstances;
  #nothingInCommon: boolean | null = null;
  #signs: readonly WarningSign[] | null = null;
  #childrenAgainst: boolean | null = null;
  #far: boolean | null = null;
  #watch: Watch | null = null;

  constructor(
    k: Knowledge,
    policy: CompiledPolicy,
    at: Seconds,
    actor: Account,
    other: Account,
    out: Contact,
    back: Contact,
    circumstances: Circumstances = PLAIN,
  ) {
    this.k = k;
    this.policy = policy;
    this.at = at;
    this.actor = actor;
    this.other = other;
    this.out = out;
    this.back = back;
    this.circumstances = circumstances;
  }

  /** Kith's own eye on the actor, as far as it is asked for. */
  get watch(): Watch {
    this.#watch ??= new Watch(this);
    return this.#watch;
  }

  /** The actor's risk: the higher of the platform's judgement and Kith's own. */
  get risk(): Risk {
    return this.actor.risk === 'high' ? 'high' : higherRisk(this.actor.risk, this.watch.level);
  }

  get connected(): boolean {
    return isConnected(this.out, this.back);
  }

  /** Not connected, no mutual connection, and not in the other's device contacts. */
  get stranger(): boolean {
    return !this.connected && this.nothingInCommon;
  }

  /** No mutual connection, and not in the other's device contacts, whether or not they are connected. */
  get nothingInCommon(): boolean {
    if (this.#nothingInCommon === null) {
      const enough = this.policy.policy.strangers.mutualConnections;
      this.#nothingInCommon =
        !this.out.inContacts && this.k.mutualConnections(this.actor.id, this.other.id, enough) < enough;
    }
    return this.#nothingInCommon;
  }

  /** Enough children blocked or reported the actor, lately. */
  get childrenAgainst(): boolean {
    if (this.#childrenAgainst === null) {
      const enough = this.policy.policy.warningSigns.blockedOrReported.children;
      const since = this.at - this.policy.blockedOrReportedWithin_s;
      this.#childrenAgainst = this.k.childrenAgainst(this.actor.id, since, enough) >= enough;
    }
    return this.#childrenAgainst;
  }

  /** One of the two blocks another account of the same person as the other. */
  get blockedByLink(): boolean {
    const { k, actor, other, connected } = this;
    const { accountsMax } = this.policy.policy.returning.blocks;
    return isEitherBlockedByLink(k, other, actor, connected, accountsMax);
  }

  /** The two have exchanged no message before. One that the child accepted after it was withheld counts. */
  get firstMessage(): boolean {
    const { out, back } = this;
    if (out.messages > 0 || back.messages > 0) return false;
    return !(out.withheld > 0 && back.answer === 'accepted') && !(back.withheld > 0 && out.answer === 'accepted');
  }

  /** The actor has asked as many children to connect in the last day as an adult may. */
  get overDailyRequests(): boolean {
    const limit = this.policy.policy.requests.adultToChildrenPerDay;
    if (limit === 0) return true;
    const asked = this.actor.childRequests;
    const earliest = asked[asked.length - limit];
    return earliest !== undefined && earliest > this.at - DAY_S;
  }

  /** Signs about the actor that hold now and were not shown to the other within the policy's time. */
  get newWarningSigns(): readonly WarningSign[] {
    if (this.#signs === null) {
      this.#signs = warningSigns.filter((sign) => !this.warnedLately(sign) && this.#hasSign(sign));
    }
    return this.#signs;
  }

  /** The other was shown this sign about the actor within the policy's time. */
  warnedLately(sign: WarningSign): boolean {
    const shown = this.out.warnedAt[warningSigns.indexOf(sign)] ?? 0;
    return shown > 0 && shown > this.at - this.policy.warnAgainAfter_s;
  }

  #hasSign(sign: WarningSign): boolean {
    const { actor, policy } = this;
    switch (sign) {
      case 'blocked_or_reported':
        return this.childrenAgainst;
      case 'far_region':
        return policy.policy.warningSigns.farRegion.enabled && this.far;
      case 'new_account':
        return actor.createdAt > 0 && actor.createdAt > this.at - policy.newAccount_s;
      case 'risk_medium':
        return policy.policy.warningSigns.riskMedium.enabled && atLeast(this.risk, 'medium');
      default:
        return sign satisfies never;
    }
  }

  /** The actor's country or region is neither the other's own nor that of another connection of theirs. */
  get far(): boolean {
    this.#far ??= this.#isFar();
    return this.#far;
  }

  #isFar(): boolean {
    const { actor, other } = this;
    if (actor.country === '') return false;
    const near = actor.country === other.country && (actor.region === '' || actor.region === other.region);
    return !near && !this.k.hasConnectionIn(other.id, actor.country, actor.region, actor.id);
  }
}

const atLeast = (risk: Risk, least: Risk): boolean => RISKS.indexOf(risk) >= RISKS.indexOf(least);

/** How each condition of the policy's tables is answered. */
export const holds: Readonly<Record<Condition, (f: Facts) => boolean>> = {
  actor_disabled: (f) => isOut(f.actor),
  actor_restricted: (f) => f.actor.status === 'restricted',
  actor_child: (f) => isKnownChild(f.actor),
  actor_adult: (f) => isAdultWhenContacting(f.actor),
  actor_high_risk: (f) => f.risk === 'high',
  actor_medium_risk: (f) => atLeast(f.risk, 'medium'),
  other_child: (f) => isChildWhenContacted(f.other),
  other_adult: (f) => isAdultWhenContacting(f.other),
  either_child: (f) => isChildWhenContacted(f.other) || isKnownChild(f.actor),
  blocked_either_way: (f) => f.out.blocking || f.back.blocking,
  blocked_by_link: (f) => f.blockedByLink,
  not_connected: (f) => !f.connected,
  stranger: (f) => f.stranger,
  not_accepted: (f) => f.back.answer !== 'accepted',
  declined_recently: (f) => f.back.answer === 'declined' && f.back.answeredAt > f.at - f.policy.declinedHolds_s,
  setting_connections: (f) => settingOf(f.other, 'directMessages') === 'connections',
  setting_ask: (f) => settingOf(f.other, 'directMessages') === 'ask',
  platform_has_connections: (f) => f.policy.policy.platform.connections,
  platform_has_no_connections: (f) => !f.policy.policy.platform.connections,
  first_message: (f) => f.firstMessage,
  new_warning_sign: (f) => f.newWarningSigns.length > 0,
  children_against: (f) => f.childrenAgainst,
  over_daily_requests: (f) => f.overDailyRequests,
  added_by_somebody_else: (f) => f.circumstances.adds,
  weaker_setting: (f) => f.circumstances.weakens,
};
