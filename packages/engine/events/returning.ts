/**
 * What follows where a newcomer is taken for somebody who was barred: it is noted, the account begins without contact to
 * children, a person looks first, or it is refused, as the policy says. Only what is new follows: a likeness that rises.
 */
import type { Outcome, ReturningOutcome, Risk } from '@kith/contract';
import { STRICTNESS } from '../contact/decide.ts';
import type { Facts } from '../contact/facts.ts';
import {
  type CaseByLink,
  type CaseByRule,
  type Considered,
  type Decided,
  type LinkSignal,
  RETURNING_QUEUE,
} from '../decided.ts';
import {
  type Account,
  type Changes,
  hashOfAccount,
  hashOfOpener,
  hasTurnedTo,
  type Identifier,
  isChildWhenContacted,
  isJudged,
  isTrait,
  type Knowledge,
  LINKS_JUDGED_MAX,
  LINKS_MAX,
  type Links,
  NO_CHANGES,
  type Seconds,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Found } from '../policy/rules/index.ts';
import { RISKS } from '../risk/level.ts';
import { isYoung, type Likeness, levelOfLinks, type Newcomer, recognise } from '../signals/identity/recognise.ts';
import type { Lead, ToldOf } from '../told.ts';
import { seen } from './considered.ts';

/** What recognising a newcomer gives. */
interface Recognition {
  /** null where they are as they were */
  readonly links: Links | null;
  readonly signals: readonly LinkSignal[];
  readonly cases: readonly CaseByLink[];
  /** who it is taken for, where that is news; what is decided says so */
  readonly news: (Likeness & { readonly outcome: ReturningOutcome }) | null;
}

const NONE: readonly never[] = Object.freeze([]);
const NOTHING: Recognition = Object.freeze({ links: null, signals: NONE, cases: NONE, news: null });

const outcomeOf = (level: Risk, { policy }: CompiledPolicy): ReturningOutcome | null =>
  level === 'none' ? null : policy.returning.outcomes[level];

/** Compares, and restricts the account in place where that is what follows. */
function recogniseNow(k: Knowledge, newcomer: Newcomer, policy: CompiledPolicy): Recognition {
  const { account } = newcomer;
  const { returning } = policy.policy;
  const before = levelOfLinks(k, account, returning);
  const { links, likeness } = recognise(k, newcomer, returning);
  if (links === null) return NOTHING;
  account.linked = links.length > 0;
  const kept = { account: account.id, links };
  const outcome = likeness === null ? null : outcomeOf(likeness.level, policy);
  if (likeness === null || outcome === null || RISKS.indexOf(likeness.level) <= RISKS.indexOf(before)) {
    return { ...NOTHING, links: kept };
  }
  // what the platform ignores still holds here: whoever is refused or waits for a person reaches no child meanwhile
  if (outcome !== 'watch' && account.status === 'active') account.status = 'restricted';
  return {
    links: kept,
    signals: signalsOf(account.id, likeness),
    cases: outcome === 'watch' ? NONE : [caseOf(account.id, likeness)],
    news: { ...likeness, outcome },
  };
}

const signalsOf = (account: string, { other, because }: Likeness): readonly LinkSignal[] =>
  because.map(({ term, points, value }) => ({ account, link: other, term, weight: points, value }));

const caseOf = (account: string, { other, level, points, because }: Likeness): CaseByLink => ({
  type: 'case.opened',
  account,
  queue: RETURNING_QUEUE,
  restrict: true,
  level,
  score: points,
  linked: { account: other, points, because },
});

/** What is decided says whom a newcomer is taken for, and is as strict as the policy wants it. */
function decidedWith(decided: Decided, { news }: Recognition): Decided {
  if (news === null || news.outcome === 'watch') return decided;
  const wanted: Outcome = news.outcome === 'restrict' ? 'allow' : news.outcome;
  const { other: account, points, because } = news;
  const reason = { code: 'returning', linked: { account, points, because } } as const;
  const reasons = decided.reasons.filter(({ code }) => code !== 'ordinary');
  const outcome = STRICTNESS[wanted] > STRICTNESS[decided.outcome] ? wanted : decided.outcome;
  return { ...decided, outcome, reasons: [reason, ...reasons] };
}

type AccountEvent = ToldOf<'account.created'> | ToldOf<'account.updated'> | ToldOf<'signup.requested'>;

/** Compares whoever signs up, or is told of with something new, with those who were before. */
export function considerNewcomer(
  k: Knowledge,
  event: AccountEvent,
  at: Seconds,
  policy: CompiledPolicy,
  considered: Considered,
): Considered {
  const { account, identifiers } = considered.changes;
  const said = event.data.identifiers;
  if (account === null || said === undefined) return considered;
  const fresh = identifiers.some(({ firstAt, kind }) => firstAt === at && isTrait(kind));
  // nothing has changed that could be compared anew
  if (!fresh && !isYoung(account, at, policy.policy.returning)) return considered;
  const recognition = recogniseNow(
    k,
    {
      account,
      identifiers: withNew(k.identifiers(account.id), identifiers),
      inviter: said.inviter,
      at,
      turning: null,
      fresh,
      conduct: () => k.conduct(account.id),
    },
    policy,
  );
  return {
    ...considered,
    decision: decidedWith(considered.decision, recognition),
    changes: { ...considered.changes, account, links: recognition.links },
    signals: [...considered.signals, ...recognition.signals],
    effects: [...considered.effects, ...recognition.cases, ...casesOfLeads(account, fresh ? said.leads : undefined)],
  };
}

/** Another operator's word is a lead: somebody may look, last of all, and nothing else follows. */
function casesOfLeads({ id, barred }: Account, leads: readonly Lead[] = NONE): readonly CaseByRule[] {
  if (barred) return NONE;
  return leads.map(({ agreement, from, kind }) => ({
    ...{ type: 'case.opened', account: id, queue: RETURNING_QUEUE, rule: `shared:${agreement}` },
    words: `${from} shares that an account with the same ${kind} was disabled there for children's safety. It is a lead, and proves nothing here.`,
  }));
}

const withNew = (known: readonly Identifier[], more: readonly Identifier[]): readonly Identifier[] => [
  ...known.filter((one) => !more.some(({ kind, hash }) => kind === one.kind && hash === one.hash)),
  ...more,
];

/** What turning to a child shows of a newcomer beside, and what that makes of the event. */
export interface TurningSeen {
  decided(decision: Decided): Decided;
  changed(changes: Changes): Changes;
  found(found: Found): Found;
}
const NOTHING_SEEN: TurningSeen = Object.freeze({
  decided: (decision: Decided) => decision,
  changed: (changes: Changes) => changes,
  found: (found: Found) => found,
});

/**
 * A newcomer who turns to a child for the first time is compared with those who turned to the same one and were barred, and
 * with those it was taken for before. To be called after the watch has observed the event, and before it is decided on.
 */
export function recogniseTurning(facts: Facts): TurningSeen {
  const { k, actor, other, out, at, policy } = facts;
  if (!isChildWhenContacted(other) || hasTurnedTo(out)) return NOTHING_SEEN;
  if (!isYoung(actor, at, policy.policy.returning)) return NOTHING_SEEN;
  const shared = sharedBy(facts);
  if (shared.length === 0 && !actor.linked) return NOTHING_SEEN;
  const known = k.identifiers(actor.id);
  const identifiers = shared.filter((one) => !known.some(({ kind, hash }) => kind === one.kind && hash === one.hash));
  const newcomer = { account: actor, identifiers: [...known, ...identifiers], at, turning: { child: other.id, at } };
  const recognition = recogniseNow(k, { ...newcomer, conduct: () => facts.watch.conduct }, policy);
  if (recognition.links === null && identifiers.length === 0) return NOTHING_SEEN;
  return {
    decided: (decision) => decidedWith(decision, recognition),
    // what the newcomer is taken for stands in its own row, too
    changed: (changes) => ({
      ...changes,
      account: recognition.links === null ? changes.account : actor,
      links: recognition.links,
      identifiers,
    }),
    found: (found) => foundWith(found, recognition),
  };
}

/** What barred accounts are known by that this event shows: that it turned to this child, and how it began. */
function sharedBy({ k, actor, other, at, watch, stranger }: Facts): readonly Identifier[] {
  // whoever has somebody in common with the child has their own reason to turn to it
  const target = stranger ? [{ kind: 'target', hash: hashOfAccount(other.id) } as const] : [];
  const [opener = 0] = watch.conduct.openers;
  const openers = opener === 0 ? [] : [{ kind: 'opener', hash: hashOfOpener(opener) } as const];
  return [...target, ...openers]
    .filter(({ kind, hash }) => k.sharers(kind, hash).count > 0)
    .map((one) => ({ ...one, account: actor.id, firstAt: at, lastAt: at, layers: 0 }));
}

const foundWith = (found: Found, { signals, cases }: Recognition): Found =>
  signals.length === 0 && cases.length === 0
    ? found
    : { ...found, signals: [...found.signals, ...signals], cases: [...found.cases, ...cases] };

/**
 * What people say of a link holds from now on, whatever the two share. Of the actor: that it holds for the other, too, Kith
 * tells itself once more. Past LINKS_JUDGED_MAX the one that was judged longest ago goes; nobody gets so far over the API.
 */
export function learnOfLink(k: Knowledge, data: ToldOf<'link.judged'>['data'], at: Seconds): Changes {
  const account = k.account(data.actor);
  seen(account, at);
  const known = account.linked ? k.links(account.id).links : [];
  const before = known.find(({ other }) => other === data.other);
  const now = { other: data.other, points: 0, byDevice: false, ...before, state: data.state, at };
  const all = [now, ...known.filter(({ other }) => other !== data.other)];
  // what was there only because people said so is not, where they take it back
  const seenOnes = all.filter((link) => !isJudged(link) && (link.points !== 0 || link.byDevice));
  const links = [...all.filter(isJudged).slice(0, LINKS_JUDGED_MAX), ...seenOnes.slice(0, LINKS_MAX)];
  account.linked = links.length > 0;
  return { ...NO_CHANGES, account, links: { account: account.id, links } };
}
