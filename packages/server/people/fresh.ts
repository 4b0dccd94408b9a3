/** What changes how somebody signs in, or lets others in, needs a sign-in that is not long ago: a desk may have been left. */
import { ProblemError } from '../ground/http/index.ts';
import { FRESH_MAX_MS, type SignedIn } from '../ground/staff/index.ts';

/** Until when somebody can do such things without signing in again, milliseconds since 1970. */
export const freshUntil = ({ signedInAt }: Pick<SignedIn, 'signedInAt'>): number => signedInAt + FRESH_MAX_MS;

/** @throws ProblemError `not_fresh` */
export function refuseStale(staff: Pick<SignedIn, 'signedInAt'>, now_ms: number): void {
  // the other way round, too: after a clock was set back, a sign-in of later that day is not fresh for hours
  if (Math.abs(now_ms - staff.signedInAt) < FRESH_MAX_MS) return;
  throw new ProblemError(
    'not_fresh',
    `sign in again: this needs a sign-in of the last ${FRESH_MAX_MS / 60_000} minutes`,
  );
}
