/** Who can be a guardian, and whose: what Kith knows of the two accounts, asked again at every look. */
import type { AgeMethod, FamilyPolicy, PlatformAdulthood } from '@kith/contract';
import {
  type Account,
  blocksOtherAccountOf,
  isConnected,
  isEitherBlockedByLink,
  isKnownChild,
  isOut,
  type Knowledge,
} from '@kith/engine';
import type { GuardianshipRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { invitedRole } from './states.ts';

const SURENESS: Readonly<Record<AgeMethod, number>> = { unknown: 0, declared: 1, estimated: 2, verified: 3 };

type Bands = Pick<FamilyPolicy, 'bands'>;

/** Whether an account is a child that can have a guardian. */
export function isChildFit(k: Knowledge, id: string, { bands }: Bands): boolean {
  const child = k.account(id);
  return child.known && !isGone(child) && bands.some((band) => band === child.ageBand);
}

const isGone = ({ status }: Account): boolean => status === 'deleted';

/** Whether somebody who was shut down for children's safety is behind an account, as far as people have said so. */
function isBarred(k: Knowledge, account: Account): boolean {
  if (account.barred) return true;
  if (!account.linked) return false;
  return k.links(account.id).links.some(({ other, state }) => state === 'confirmed' && k.account(other).barred);
}

/** Whether somebody is adult enough: by what Kith was told of their account, else by what the platform says now. */
export function isAdultEnough(account: Account, said: PlatformAdulthood | null, { guardians }: FamilyPolicy): boolean {
  const least = SURENESS[guardians.adulthood];
  if (account.known && account.ageBand !== 'unknown') {
    return account.ageBand === 'adult' && SURENESS[account.ageMethod] >= least;
  }
  return said !== null && SURENESS[said] >= least;
}

/** Whether somebody may become a guardian. Whoever is looked at as a danger may not meanwhile. */
export function mayBecomeGuardian(
  k: Knowledge,
  id: string,
  said: PlatformAdulthood | null,
  policy: FamilyPolicy,
): boolean {
  const account = k.account(id);
  const trusted = account.status === 'active' && account.risk !== 'high' && !isBarred(k, account);
  return trusted && isAdultEnough(account, said, policy);
}

/** Whether people have said that both accounts are one person's. A device that both use says nothing: families share one. */
export function isSamePerson(k: Knowledge, a: string, b: string): boolean {
  if (a === b) return true;
  const isLinked = (from: string, to: string): boolean =>
    k.account(from).linked && k.links(from).links.some(({ other, state }) => state === 'confirmed' && other === to);
  return isLinked(a, b) || isLinked(b, a);
}

/**
 * Whether somebody shuts an account out: it, or another of the same person's, as people say or a device does. Of a family where
 * one is blocked, another on the same device shows a code instead: between those who are connected a device says nothing.
 * @param accountsMax of a device that more accounts use nothing follows
 */
export function isShutOut(k: Knowledge, from: string, by: string, accountsMax: number): boolean {
  const [out, back] = [k.contact(by, from), k.contact(from, by)];
  return out.blocking || blocksOtherAccountOf(k, k.account(by), k.account(from), isConnected(out, back), accountsMax);
}

/** Whether one of two blocks the other's account, or another that people said is the same person's. What a device says is no matter here. */
function isEitherBlocked(k: Knowledge, a: string, b: string): boolean {
  if (k.contact(a, b).blocking || k.contact(b, a).blocking) return true;
  return isEitherBlockedByLink(k, k.account(a), k.account(b), true, 0);
}

/** What an active guardianship is by what is known, without anybody's act. */
type Now = 'holds' | 'paused' | 'came_of_age' | 'account_gone' | 'platform';

/**
 * Looked at before every answer, whatever rows say. A guardian whose account is suspended, or disabled for another reason than
 * children's safety, may be back: it is a pause. One who was shut down for children's safety is none any more.
 */
export function standsNow(k: Knowledge, guardian: string, child: string, policy: Bands): Now {
  const [adult, young] = [k.account(guardian), k.account(child)];
  if (young.ageBand === 'adult') return 'came_of_age';
  if (isGone(young) || isGone(adult)) return 'account_gone';
  if (isBarred(k, adult) || isKnownChild(adult) || !isChildFit(k, child, policy)) return 'platform';
  return isOut(adult) ? 'paused' : 'holds';
}

/**
 * Why the one who was asked can't say yes: a problem of their own account, which they are told, or 'theirs', of whom nothing is said
 * but that it can't be; null where they can.
 * @param row as it becomes with them
 */
export function whyNotAccept(k: Knowledge, row: GuardianshipRow, policy: FamilyPolicy): ProblemError | 'theirs' | null {
  const { guardian, child, adulthood } = row;
  if (guardian === null || child === null) return 'theirs';
  const fit = { guardian: mayBecomeGuardian(k, guardian, adulthood, policy), child: isChildFit(k, child, policy) };
  const answers = invitedRole(row);
  if (!fit[row.invited_by] || isSamePerson(k, guardian, child)) return 'theirs';
  // a code is in anybody's hands; and whoever is blocked is not told so
  if (isEitherBlocked(k, guardian, child)) return 'theirs';
  if (fit[answers]) return null;
  const why =
    answers === 'guardian'
      ? 'this account can not be a guardian: an adult is needed, known as the policy asks (`adulthood` says how the platform knows)'
      : 'this account can have no guardian: it is not of an age that the policy names';
  return new ProblemError('not_possible', why, 'account');
}
