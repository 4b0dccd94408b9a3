/**
 * The states of a guardianship, and who leads from one to the next.
 *
 * `invited`: one side asked, naming the other or with a code that the other brings. Only the one who was asked makes more of it:
 * yes makes it `active`, no `declined`. Whoever asked may take it back, which is `ended`. Nobody answers in time: `lapsed`.
 *
 * `active`: the guardian sees the page. Either side ends it, at any time and without a reason; only a child in one of the policy's
 * bands `endedByGuardianOnly` can't: it says that it wants to, and the platform's people hear of it, and the guardian does not.
 * The platform ends it, too; so does Kith when the child comes of age, when one of the two accounts is gone, or when the
 * guardian's is shut down for the safety of children.
 *
 * `declined`, `lapsed`, `ended`: over, and nothing follows. To begin again is another guardianship, with another yes.
 *
 * Both are told of each change, the child always and at once.
 */
import type { FamilyRole, GuardianshipEnd, GuardianshipState } from '@kith/contract';

/** What of a row says where it stands. */
export interface Standing {
  state: GuardianshipState;
  invited_by: FamilyRole;
  until: number;
}

/** As it is at a time: an invitation whose time is over has lapsed, whether or not somebody has written that down. */
export const stateAt = ({ state, until }: Standing, now_ms: number): GuardianshipState =>
  state === 'invited' && until <= now_ms ? 'lapsed' : state;

/** The one who was asked. */
export const invitedRole = ({ invited_by }: Pick<Standing, 'invited_by'>): FamilyRole =>
  invited_by === 'guardian' ? 'child' : 'guardian';

/**
 * What it becomes when somebody, or something, ends it; null where it is over already.
 * @param mayEnd whether policy lets this child end it by itself
 */
export function afterEnding(
  standing: Standing,
  by: GuardianshipEnd,
  mayEnd: boolean,
  now_ms: number,
): 'declined' | 'ended' | 'wished' | null {
  const state = stateAt(standing, now_ms);
  switch (state) {
    case 'invited':
      return by === invitedRole(standing) ? 'declined' : 'ended';
    case 'active':
      return by === 'child' && !mayEnd ? 'wished' : 'ended';
    case 'declined':
    case 'lapsed':
    case 'ended':
      return null;
    default:
      return state satisfies never;
  }
}
