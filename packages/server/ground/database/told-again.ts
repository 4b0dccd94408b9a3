/**
 * What the platform says late, or by a mistaken id: that it did to an account something else than what decides how that stands. What
 * does is told again (enforcement/steps.ts). Only where the id is one of ours: what the platform decides by itself is believed.
 * In SQL for both databases.
 */

/** An enforcement's `told` where Kith's own answers are to hold to it anew. */
export const TOLD_AGAIN = 2;

const KINDS = "('restrict', 'suspend', 'disable', 'restore')";

export const TOLD_ANEW = `told = ${TOLD_AGAIN}, due_at = 0`;

/**
 * Which enforcement, of an update FROM `said (id, account, kind)`: the last that decides how the account stands (lastStanding), and is
 * done. One that is not done is chased, and one that was not told yet will be.
 */
export const SAID_OTHERWISE = `enforcement.account = said.account AND enforcement.state = 'applied' AND enforcement.told = 1
    AND enforcement.kind <> said.kind AND said.kind IN ${KINDS}
    AND EXISTS (SELECT 1 FROM enforcement o WHERE o.id = said.id)
    AND enforcement.id = (
      SELECT l.id FROM enforcement l
      WHERE l.account = said.account AND l.kind IN ${KINDS} AND l.state IN ('waiting', 'leaving', 'requested', 'applied')
      ORDER BY l.created_at DESC, l.id LIMIT 1)`;
