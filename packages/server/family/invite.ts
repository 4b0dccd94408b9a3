/**
 * Inviting. Whoever invites learns nothing of whom they name: an account that can't be anybody's child, that has blocked them or
 * that is not there is invited as any other, and nobody is told.
 */
import { type Guardianship, type GuardianshipInput, type GuardianshipMade, guardianshipInput } from '@kith/contract';
import type { Knowledge } from '@kith/engine';
import { appendAudit } from '../ground/audit/index.ts';
import type { GuardianshipRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { hashCode, newCode, shownCode } from './codes.ts';
import { isChildFit, isSamePerson, isShutOut, mayBecomeGuardian } from './fit.ts';
import { DAY_MS, NO_HOLDS_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { type Db, newId, rowsOf, viewOf } from './rows.ts';
import { invitedRole, stateAt } from './states.ts';
import { newsOfInvitation, tellNews, wordNews } from './telling.ts';

const HOUR_MS = 3_600_000;

/** @throws ProblemError `not_possible`, `too_many_requests` */
export async function invite(o: FamilyOptions, asked: GuardianshipInput, act: Act): Promise<GuardianshipMade> {
  const input = guardianshipInput.parse(asked);
  const { invitedBy } = input;
  const inviter = invitedBy === 'guardian' ? input.guardian : input.child;
  if (inviter === undefined) throw new Error('the contract has let an invitation by nobody pass');
  const policy = o.policy();
  const refused = await o.ask((k) => whyNotInvite(k, inviter, input.adulthood ?? null, invitedBy, o));
  if (refused !== null) throw new ProblemError('not_possible', refused, invitedBy);
  const code = input.guardian === undefined || input.child === undefined ? newCode() : null;
  const row: GuardianshipRow = {
    ...{ id: newId('gua'), state: 'invited', invited_by: invitedBy },
    ...{ guardian: input.guardian ?? null, child: input.child ?? null },
    adulthood: invitedBy === 'guardian' ? (input.adulthood ?? null) : null,
    ...{ code_hash: code === null ? null : hashCode(code), language: input.language ?? null },
    ...{ invited_at: act.now_ms, until: act.now_ms + policy.invitations.hours * HOUR_MS },
    ...{
      answered_at: null,
      ended_at: null,
      ended_by: null,
      end_wished_at: null,
      paused_at: null,
      resumed_at: null,
      tell_at: null,
    },
  };
  const reaches = code === null && !(await saidNo(o.db, row)) && (await o.ask((k) => isAddressed(k, row, o)));
  const news = await wordNews(o, reaches ? newsOfInvitation(row) : []);
  const made = await o.db
    .transaction()
    .execute(async (trx): Promise<Guardianship> => {
      // first: whoever writes a line waits for the one before, so that two who invite at once see each other here
      await appendAudit(trx, {
        ...{ at_ms: act.now_ms, by: act.by, action: 'guardianship.invited', subject: `guardianship:${row.id}` },
        detail: { by: invitedBy, guardian: row.guardian, child: row.child },
      });
      if (code === null) {
        const open = await openBetween(trx, row, act.now_ms);
        if (open !== null) throw new OpenAlready(open);
      }
      if ((await invitedToday(trx, inviter, row)) >= policy.invitations.perDay) {
        throw new ProblemError('too_many_requests', 'this account has invited too often today: try again tomorrow');
      }
      await trx.insertInto('guardianship').values(row).execute();
      await tellNews(o, trx, news, act.now_ms);
      return viewOf(row, act.now_ms);
    })
    .catch((error: unknown) => {
      if (error instanceof OpenAlready) return error.again(invitedBy, act.now_ms);
      throw error;
    });
  if (news.length > 0) o.wake();
  return { guardianship: made, code: code === null ? null : shownCode(code) };
}

/** There is one between the two: the transaction is given up, and nothing is written. */
class OpenAlready extends Error {
  readonly #row: GuardianshipRow;
  constructor(row: GuardianshipRow) {
    super('there is one already');
    this.#row = row;
  }

  /** Who asks twice has asked once. */
  again(invitedBy: GuardianshipRow['invited_by'], now_ms: number): Guardianship {
    if (this.#row.state === 'invited' && this.#row.invited_by === invitedBy) return viewOf(this.#row, now_ms);
    const why =
      this.#row.state === 'active' ? 'there is a guardianship of these two already' : 'the other has asked first';
    throw new ProblemError('not_possible', `${why}: see GET /v1/guardianships`);
  }
}

/** Of the one who invites alone, who is signed in; null where they may. */
function whyNotInvite(
  k: Knowledge,
  inviter: string,
  said: Parameters<typeof mayBecomeGuardian>[2],
  as: GuardianshipRow['invited_by'],
  { policy }: Pick<FamilyOptions, 'policy'>,
): string | null {
  if (as === 'guardian') {
    if (mayBecomeGuardian(k, inviter, said, policy())) return null;
    return 'this account can not be a guardian: an adult is needed, known as the policy asks (`adulthood` says how the platform knows)';
  }
  if (!policy().invitations.byChild) return 'the policy lets no child invite';
  return isChildFit(k, inviter, policy())
    ? null
    : 'this account can have no guardian: it is not of an age that the policy names';
}

/** Whether the one who is named is to hear of it: it could say yes, and does not shut the other out. */
export function isAddressed(
  k: Knowledge,
  row: GuardianshipRow,
  o: Pick<FamilyOptions, 'policy' | 'sharersMax'>,
): boolean {
  const { guardian, child } = row;
  if (guardian === null || child === null) return false;
  const [to, from] = invitedRole(row) === 'child' ? [child, guardian] : [guardian, child];
  if (isShutOut(k, from, to, o.sharersMax()) || isSamePerson(k, guardian, child)) return false;
  // an adult may have no account that Kith knows of
  return to === guardian || isChildFit(k, child, o.policy());
}

/** Whether the one who is named refused or ended this lately: another invitation stands on their page, and tells them nothing. */
async function saidNo(db: Db, row: GuardianshipRow): Promise<boolean> {
  const after = row.invited_at - NO_HOLDS_MS;
  const no = await db
    .selectFrom('guardianship')
    .select('id')
    .where('child', '=', row.child)
    .where('guardian', '=', row.guardian)
    .where('invited_by', '=', row.invited_by)
    .where((or) =>
      or.or([
        or.and([or('state', '=', 'declined'), or('answered_at', '>', after)]),
        or.and([or('ended_by', '=', invitedRole(row)), or('ended_at', '>', after)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return no !== undefined;
}

async function openBetween(
  trx: Db,
  { guardian, child }: GuardianshipRow,
  now_ms: number,
): Promise<GuardianshipRow | null> {
  const row = await trx
    .selectFrom('guardianship')
    .selectAll()
    .where('child', '=', child)
    .where('guardian', '=', guardian)
    .where('state', 'in', ['invited', 'active'])
    .executeTakeFirst();
  if (row === undefined) return null;
  if (stateAt(row, now_ms) !== 'lapsed') return row;
  await trx.updateTable('guardianship').set({ state: 'lapsed' }).where('id', '=', row.id).execute();
  return null;
}

async function invitedToday(trx: Db, inviter: string, { invited_by, invited_at }: GuardianshipRow): Promise<number> {
  const { count } = await trx
    .selectFrom('guardianship')
    .select(({ fn }) => fn.countAll().as('count'))
    .where(invited_by, '=', inviter)
    .where('invited_by', '=', invited_by)
    .where('invited_at', '>', invited_at - DAY_MS)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Guardianships of an account, the newest first; without invitations that it is not to hear of. */
export async function listFor(o: FamilyOptions, account: string, now_ms: number): Promise<Guardianship[]> {
  const rows = await rowsOf(o.db, account);
  const shown = await o.ask((k) =>
    rows.map((row) => {
      const isInvited = row.state === 'invited' && row[invitedRole(row)] === account;
      return !isInvited || isAddressed(k, row, o);
    }),
  );
  return rows.filter((_, i) => shown[i]).map((row) => viewOf(row, now_ms));
}
