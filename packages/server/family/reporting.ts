/** Reporting from the Family Centre: a guardian in confidence, a child as anywhere; and what a child chooses to let guardians know. */
import { createHash } from 'node:crypto';
import type { GuardianReport, guardianReported } from '@kith/contract';
import type { z } from 'zod';
import { appendAudit } from '../ground/audit/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { send } from '../outbox/index.ts';
import { fileReport, referenceOf, writeSaid } from '../reports/index.ts';
import { DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { newId } from './rows.ts';
import { guardiansOf, type Standing } from './standing.ts';
import { type News, tellNews, wordNews } from './telling.ts';

/** Reports of one guardian a day: whoever has more to say tells the platform's people. */
const REPORTS_A_DAY_MAX = 20;

/**
 * Files a guardian's report. Neither the child nor who it is about learns of it; nobody learns whether there is such an account.
 * @throws ProblemError `too_many_requests`
 */
export async function reportAsGuardian(
  o: FamilyOptions,
  { guardian, child }: Standing,
  { about, category, text }: Omit<GuardianReport, 'as'>,
  { by, now_ms }: Act,
): Promise<z.infer<typeof guardianReported>> {
  const id = newId('rep');
  const language = (await o.ask((k) => k.account(guardian).language)) || 'en';
  await o.db.transaction().execute(async (trx) => {
    const { count } = await trx
      .selectFrom('report')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('reporter', '=', guardian)
      .where('received_at', '>', now_ms - DAY_MS)
      .executeTakeFirstOrThrow();
    if (Number(count) >= REPORTS_A_DAY_MAX) {
      throw new ProblemError('too_many_requests', 'this guardian has reported too often today: try again tomorrow');
    }
    await fileReport(trx, {
      ...{ id, source: 'guardian', reporter: guardian, child: false, about, category, flagger: null },
      // without a place for keys no report's words are kept
      words: text && o.reportKeys !== null ? o.reportKeys.seal(id, writeSaid({ text })) : null,
      ...{ at: now_ms, received_at: now_ms, language, optedOut: false },
    });
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.reported', subject: `report:${id}` },
      detail: { guardian, child },
    });
  });
  return { report: id, reference: referenceOf(id) };
}

/** A child's report is what it is in the app: an event, of which no guardian learns. */
export async function reportAsChild(
  o: FamilyOptions,
  child: string,
  { about, category, text, language }: { about: string; category: string; text: string; language: string },
  { now_ms }: Pick<Act, 'now_ms'>,
): Promise<void> {
  const id = `kith:${newId('rep')}`;
  await o.tell({
    ...{ id, type: 'report.filed', at: now_ms, data: { actor: child, other: about, category, language } },
    ...(text !== '' && o.reportKeys !== null && { filed: o.reportKeys.sealOfEvent(id, text) }),
  });
}

/** Asks the platform to block somebody: Kith has no block of its own, and learns of it by the platform's event. */
export async function askToBlock(
  { db, endpoints, wake }: Pick<FamilyOptions, 'db' | 'endpoints' | 'wake'>,
  child: string,
  other: string,
  { now_ms }: Pick<Act, 'now_ms'>,
): Promise<void> {
  const timestamp = new Date(now_ms).toISOString();
  await db.transaction().execute(async (trx) => {
    const about = `block:${createHash('sha256')
      .update(JSON.stringify([child, other]))
      .digest('hex')}`;
    const data = { account: child, other };
    await send(trx, endpoints, { type: 'block.requested', timestamp, data }, { about, time: now_ms, now_ms });
  });
  wake();
}

/** The child lets its guardians know that it has reported somebody, and nothing more. Once a day. @returns how many were told */
export async function tellGuardians(o: FamilyOptions, child: string, { now_ms }: Pick<Act, 'now_ms'>): Promise<number> {
  const guardians = await guardiansOf(o, child);
  const of = `${child}:reported:${Math.floor(now_ms / DAY_MS)}`;
  const news = guardians.map(({ guardian }): News => ({ news: 'child_reported', to: guardian, about: child, of }));
  const worded = await wordNews(o, news);
  await o.db.transaction().execute((trx) => tellNews(o, trx, worded, now_ms));
  o.wake();
  return worded.length;
}
