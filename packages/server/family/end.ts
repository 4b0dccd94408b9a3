/** Ending a guardianship, or taking an invitation back: see states.ts for who may. */
import type { GuardianshipEnd, GuardianshipEnded } from '@kith/contract';
import type { Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { GuardianshipRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { fileReport } from '../reports/index.ts';
import { tellGuarded } from './guarded.ts';
import { DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { writeQuietHours } from './quiet-hours.ts';
import { activeOf, newId, rowOf, viewOf } from './rows.ts';
import { afterEnding } from './states.ts';
import { newsOfChange, tellNews, wordNews } from './telling.ts';
import { mayEndAt } from './terms.ts';

/** A child that asks again after so long is heard again, milliseconds: nothing may have come of the first time. */
const WISH_AGAIN_MS = DAY_MS;

/** What a child's wish to end it is filed as: a report about the guardian, for the platform's people. */
export const WISH_CATEGORY = 'guardianship_end';

/** @throws ProblemError `not_known`; `not_possible` where it is over */
export async function end(o: FamilyOptions, id: string, how: GuardianshipEnd, act: Act): Promise<GuardianshipEnded> {
  const row = await rowOf(o.db, id);
  const mayEnd = await mayChildEnd(o, row);
  const becomes = afterEnding(row, how, mayEnd, act.now_ms);
  switch (becomes) {
    case null:
      throw new ProblemError('not_possible', 'this guardianship is over already');
    case 'wished':
      return wish(o, row, act);
    case 'declined':
    case 'ended':
      return finish(o, row, becomes, how, act);
    default:
      return becomes satisfies never;
  }
}

async function mayChildEnd(
  { ask, policy }: Pick<FamilyOptions, 'ask' | 'policy'>,
  { child }: Pick<GuardianshipRow, 'child'>,
): Promise<boolean> {
  if (child === null) return true;
  const { ageBand } = await ask((k) => k.account(child));
  return mayEndAt(policy(), ageBand);
}

async function finish(
  o: FamilyOptions,
  row: GuardianshipRow,
  state: 'declined' | 'ended',
  how: GuardianshipEnd,
  { by, now_ms }: Act,
): Promise<GuardianshipEnded> {
  const { id, guardian, child } = row;
  const wasActive = row.state === 'active';
  const becomes: GuardianshipRow = {
    ...{ ...row, state, code_hash: null, tell_at: wasActive ? now_ms : null },
    ...(state === 'declined' ? { answered_at: now_ms } : { ended_at: now_ms, ended_by: how }),
  };
  const change = how === 'came_of_age' ? how : 'ended';
  const news = wasActive ? await wordNews(o, await newsOfChange(o, becomes, change)) : [];
  await o.db.transaction().execute(async (trx) => {
    const { answered_at, code_hash, ended_at, ended_by, tell_at } = becomes;
    const { numUpdatedRows } = await trx
      .updateTable('guardianship')
      .set({ state, answered_at, code_hash, ended_at, ended_by, tell_at })
      .where('id', '=', id)
      .where('state', '=', row.state)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new ProblemError('not_possible', 'it has changed meanwhile: look at it again');
    if (wasActive) {
      await clearAway(o, trx, becomes, now_ms);
      await tellNews(o, trx, news, now_ms);
    }
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, subject: `guardianship:${id}` },
      action: state === 'declined' ? 'guardianship.declined' : 'guardianship.ended',
      detail: { by: how, account: how === 'child' ? child : how === 'guardian' ? guardian : null, guardian, child },
    });
  });
  if (wasActive) {
    o.wake();
    await tellGuarded(o, becomes);
  }
  return { guardianship: viewOf(becomes, now_ms), became: 'ended' };
}

/** Those that this guardian set, or where no other is left. */
async function endQuietHours(
  o: FamilyOptions,
  trx: Transaction<Records>,
  child: string,
  guardian: string,
  now_ms: number,
): Promise<void> {
  const set = await trx.selectFrom('family_quiet').select('set_by').where('child', '=', child).executeTakeFirst();
  if (set === undefined) return;
  if (set.set_by !== guardian && (await activeOf(trx, child)).length > 0) return;
  await writeQuietHours(o, trx, { child, hours: null, by: guardian }, now_ms);
}

/** What belonged to this guardianship alone. Looks stay in the child's log. */
async function clearAway(
  o: FamilyOptions,
  trx: Transaction<Records>,
  { id, guardian, child }: GuardianshipRow,
  now_ms: number,
): Promise<void> {
  if (guardian !== null && child !== null) await endQuietHours(o, trx, child, guardian, now_ms);
  await trx.deleteFrom('family_summary').where('id', '=', id).execute();
  await trx
    .updateTable('family_review')
    .set({ state: 'declined' })
    .where('guardianship', '=', id)
    .where('state', 'in', ['asked', 'seen'])
    .execute();
}

/** The platform's people hear of it, once a day; the guardian does not. */
async function wish(o: FamilyOptions, row: GuardianshipRow, { by, now_ms }: Act): Promise<GuardianshipEnded> {
  const { id, guardian, child } = row;
  const answer: GuardianshipEnded = { guardianship: viewOf(row, now_ms), became: 'wished' };
  const heardBefore = now_ms - WISH_AGAIN_MS;
  if (guardian === null || child === null || (row.end_wished_at ?? heardBefore) > heardBefore) return answer;
  const language = await o.ask((k) => k.account(child).language);
  await o.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('guardianship')
      .set({ end_wished_at: now_ms })
      .where('id', '=', id)
      .where((or) => or.or([or('end_wished_at', 'is', null), or('end_wished_at', '<=', heardBefore)]))
      .executeTakeFirst();
    // asked twice at once: the other one counts
    if (numUpdatedRows !== 1n) return;
    await fileReport(trx, {
      ...{ id: newId('rep'), source: 'user', reporter: child, child: true, about: guardian },
      ...{ category: WISH_CATEGORY, words: null, at: now_ms, received_at: now_ms, flagger: null },
      ...{ language: language === '' ? 'en' : language, optedOut: false },
    });
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'guardianship.end_wished', subject: `guardianship:${id}` },
      detail: { guardian, child },
    });
  });
  return answer;
}
