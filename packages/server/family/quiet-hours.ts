/** Quiet hours: a guardian asks for an evening and night without notifications, and the platform keeps them. */
import type { QuietHours, Webhook } from '@kith/contract';
import type { Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { send } from '../outbox/index.ts';
import { DAY_MS, QUIET_MINUTES_MAX, QUIET_SET_A_DAY_MAX } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import type { Db } from './rows.ts';
import type { Standing } from './standing.ts';
import { tellNews, wordNews } from './telling.ts';

export async function quietHoursOf(db: Db, child: string): Promise<QuietHours | null> {
  const row = await db
    .selectFrom('family_quiet')
    .select(['begins', 'ends'])
    .where('child', '=', child)
    .executeTakeFirst();
  return row === undefined ? null : { from: row.begins, to: row.ends };
}

/** What is wrong with quiet hours; null where nothing is. `long`: more than QUIET_MINUTES_MAX */
export function whatIsWrong(hours: QuietHours): 'same' | 'long' | null {
  if (hours.from === hours.to) return 'same';
  return minutesOf(hours) > QUIET_MINUTES_MAX ? 'long' : null;
}

/** How often they were set today, for a child. */
async function setToday(trx: Transaction<Records>, child: string, now_ms: number): Promise<number> {
  const lines = await trx
    .selectFrom('audit_line')
    .select('detail')
    .where('subject', '=', `account:${child}`)
    .where('action', '=', 'family.quiet_hours_set')
    .where('at', '>', now_ms - DAY_MS)
    .execute();
  return lines.filter(({ detail }) => JSON.parse(detail).from !== null).length;
}

/** @throws ProblemError `not_allowed` where policy has none, `invalid_field`, `too_many_requests` */
export async function setQuietHours(
  o: FamilyOptions,
  { id, guardian, child }: Standing,
  hours: QuietHours | null,
  { by, now_ms }: Act,
): Promise<void> {
  if (!o.policy().quietHours) throw new ProblemError('not_allowed', 'the policy has no quiet hours');
  const wrong = hours === null ? null : whatIsWrong(hours);
  if (wrong !== null) {
    const must = wrong === 'same' ? 'another time than `from`' : 'at most 12 hours after `from`';
    throw new ProblemError('invalid_field', `to: must be ${must}`, 'quietHours.to');
  }
  const before = await quietHoursOf(o.db, child);
  if (before?.from === hours?.from && before?.to === hours?.to) return;
  const of = `${id}:quiet:${now_ms}`;
  const news = hours === null ? 'quiet_hours_over' : 'quiet_hours';
  const worded = await wordNews(o, [{ news, to: child, about: guardian, of }]);
  await o.db.transaction().execute(async (trx) => {
    // first: whoever writes a line waits for the one before, so that two who set them at once see each other here
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.quiet_hours_set', subject: `account:${child}` },
      detail: { guardian, from: hours?.from ?? null, to: hours?.to ?? null },
    });
    if (hours !== null && (await setToday(trx, child, now_ms)) > QUIET_SET_A_DAY_MAX) {
      throw new ProblemError(
        'too_many_requests',
        'quiet hours of this child were set too often today: try again tomorrow',
      );
    }
    await writeQuietHours(o, trx, { child, hours, by: guardian }, now_ms);
    await tellNews(o, trx, worded, now_ms);
  });
  o.wake();
}

const DAY_MINUTES = 24 * 60;
const minutesOf = ({ from, to }: QuietHours): number => (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES;
const minuteOf = (clock: string): number => {
  const [hour = '', minute = ''] = clock.split(':');
  return Number(hour) * 60 + Number(minute);
};

/** Writes them, and asks the platform to keep them. */
export async function writeQuietHours(
  { endpoints }: Pick<FamilyOptions, 'endpoints'>,
  trx: Transaction<Records>,
  { child, hours, by }: { child: string; hours: QuietHours | null; by: string },
  now_ms: number,
): Promise<void> {
  if (hours === null) await trx.deleteFrom('family_quiet').where('child', '=', child).execute();
  else {
    const row = { begins: hours.from, ends: hours.to, set_by: by, set_at: now_ms };
    await trx
      .insertInto('family_quiet')
      .values({ child, ...row })
      .onConflict((c) => c.column('child').doUpdateSet(row))
      .execute();
  }
  const timestamp = new Date(now_ms).toISOString();
  const webhook: Webhook = { type: 'quiet_hours.changed', timestamp, data: { account: child, quietHours: hours } };
  await send(trx, endpoints, webhook, { about: `quiet:${child}`, time: now_ms, now_ms });
}
