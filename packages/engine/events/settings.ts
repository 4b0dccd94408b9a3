/**
 * A child's safety settings. What protects less than now waits for the child's yes to the notice that explains it; at an
 * age of which policy says so, a guardian's yes as well:
 *
 *   asked for -> the child says yes -> (a guardian says yes) -> in force
 *
 * A no of either ends it. Where the last guardian has gone meanwhile, the child's next yes is enough.
 */
import type { Settings } from '@kith/contract';
import { allow, decide } from '../contact/decide.ts';
import { Facts } from '../contact/facts.ts';
import type { Considered, Decided } from '../decided.ts';
import {
  type Account,
  type Changes,
  isChildWhenContacted,
  type Knowledge,
  NO_CHANGES,
  NOTHING_CHOSEN,
  partSettings,
  type Seconds,
  settingNames,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { ToldOf } from '../told.ts';
import { considered, seen } from './considered.ts';

type Some = Partial<Settings>;

/** A child's weaker settings wait for its confirmation; everything else holds at once. */
export function considerSettings(
  k: Knowledge,
  data: ToldOf<'settings.changed'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const account = k.account(data.actor);
  seen(account, at);
  return changeSettings(k, account, data.settings, at, policy);
}

/** Changes the account that it is given, too. */
export function changeSettings(
  k: Knowledge,
  account: Account,
  wanted: Some,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const { weaker, rest } = partSettings(account, wanted);
  const isWeaker = Object.keys(weaker).length > 0;
  // a yes confirms all that waits, so the notice names all of it: nobody gives up what they weren't told of
  const asked = { ...without(account.pendingSettings, rest), ...weaker };
  const itself = k.contact(account.id, account.id);
  const facts = new Facts(k, policy, at, account, account, itself, itself, {
    adds: false,
    weakens: isWeaker,
  });
  const decision = decide('settings.changed', facts, () => ({
    givenUp: settingNames.filter((name) => name in asked),
    guardianSees: account.guarded,
  }));
  if (decision.outcome === 'allow' || decision.outcome === 'notice') {
    if (isWeaker && needsGuardian(account, policy)) return leaveToGuardian(account, { weaker, rest, asked }, decision);
    account.settings = { ...account.settings, ...rest, ...weaker };
    wait(account, without(account.pendingSettings, wanted));
    return considered({ ...NO_CHANGES, account }, weakening(account, decision, weaker));
  } else {
    account.settings = { ...account.settings, ...rest };
    // only what was asked can be answered: a policy that blocks or holds leaves nothing to confirm
    wait(account, decision.outcome === 'confirm' ? asked : without(account.pendingSettings, rest));
  }
  return considered({ ...NO_CHANGES, account }, decision);
}

/** What is decided says which settings of a child protect less from now on: they are counted. */
function weakening(account: Account, decision: Decided, weaker: Some): Decided {
  if (!isChildWhenContacted(account)) return decision;
  const weakened = settingNames.filter((name) => name in weaker);
  return weakened.length === 0 ? decision : { ...decision, weakened };
}

/** Where policy asks a child for no yes of its own, wanting it is one. */
function leaveToGuardian(
  account: Account,
  { weaker, rest, asked }: { weaker: Some; rest: Some; asked: Some },
  decision: Decided,
): Considered {
  account.settings = { ...account.settings, ...rest };
  account.pendingSettings = account.pendingConfirmed ? asked : weaker;
  account.pendingConfirmed = true;
  return considered({ ...NO_CHANGES, account }, waitsForGuardian(decision));
}

/** These wait from now on. The child's yes to what waited stands only where it was a yes to all of them. */
function wait(account: Account, pending: Some): void {
  const before = account.pendingSettings;
  const names = Object.keys(pending);
  const isSaidYesTo = settingNames.every((name) => pending[name] === undefined || pending[name] === before[name]);
  account.pendingConfirmed &&= names.length > 0 && isSaidYesTo;
  account.pendingSettings = names.length > 0 ? pending : NOTHING_CHOSEN;
}

export function forgetPending(account: Account): void {
  account.pendingSettings = NOTHING_CHOSEN;
  account.pendingConfirmed = false;
}

const needsGuardian = (account: Account, policy: CompiledPolicy): boolean =>
  account.guarded && policy.policy.family.approvesWeaker.some((band) => band === account.ageBand);

/** A person looks at it before it is done. */
const waitsForGuardian = (decision: Decided): Decided => ({
  ...decision,
  outcome: 'hold',
  reasons: [{ code: 'waits_for_guardian' }],
  notices: [],
});

/** The child's own answer to the notice that explains what is given up. */
export function answerWeaker(
  k: Knowledge,
  { actor, choice }: ToldOf<'notice.answered'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const account = k.account(actor);
  seen(account, at);
  const changes = { ...NO_CHANGES, account };
  if (choice === 'decline') forgetPending(account);
  if (choice !== 'accept') return considered(changes, allow(policy));
  if (needsGuardian(account, policy) && Object.keys(account.pendingSettings).length > 0) {
    account.pendingConfirmed = true;
    return considered(changes, waitsForGuardian(allow(policy)));
  }
  const { weaker } = partSettings(account, account.pendingSettings);
  account.settings = { ...account.settings, ...account.pendingSettings };
  forgetPending(account);
  return considered(changes, weakening(account, allow(policy), weaker));
}

/** A guardian's answer holds for what it was shown: not for what the child has asked for since, or no more. */
export function learnOfGuardiansAnswer(
  k: Knowledge,
  { actor, settings, choice }: ToldOf<'settings.judged'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const account = k.account(actor);
  seen(account, at);
  let decision = allow(policy);
  if (account.guarded && account.pendingConfirmed) {
    const { pendingSettings: pending } = account;
    const judged = Object.fromEntries(
      Object.entries(settings).filter(([name, value]) => Object.entries(pending).some(isSame(name, value))),
    );
    if (choice === 'accept') {
      decision = weakening(account, decision, partSettings(account, judged).weaker);
      account.settings = { ...account.settings, ...judged };
    }
    wait(account, without(pending, judged));
  }
  return considered({ ...NO_CHANGES, account }, decision);
}

const isSame =
  (name: string, value: unknown) =>
  ([other, wanted]: [string, unknown]): boolean =>
    other === name && wanted === value;

/** From now on a child has a guardian, or its last one has gone: then its own yes is enough again, and asked for again. */
export function learnOfGuardianship(
  k: Knowledge,
  { actor, guarded }: ToldOf<'guardianship.changed'>['data'],
  at: Seconds,
): Changes {
  const account = k.account(actor);
  seen(account, at);
  account.guarded = guarded;
  if (!guarded) account.pendingConfirmed = false;
  return { ...NO_CHANGES, account };
}

/** Whoever grows out of asking a guardian begins again: as it is now, for its own age. */
export function grownUp(account: Account, policy: CompiledPolicy): void {
  if (account.guarded && !needsGuardian(account, policy)) forgetPending(account);
}

/** Settings without those that another names. */
const without = (all: Some, others: Some): Some =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !(name in others)));
