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

/** Of a report that comes again: the same name, for the same one. 128 bits of a hash, since whoever sends it names it as they like. */
const reportIdOf = (by: string, account: string, id: string): string =>
  `rep_${createHash('sha256')
    .update(JSON.stringify([by, account, id]))
    .digest('hex')
    .slice(0, 32)}`;

/**
 * Files a guardian's report; the same `id` of the same guardian is one report, and has the same answer. Neither the child nor who it is about learns of it; nobody learns whether there is such an account.
 * @throws ProblemError `too_many_requests`
 */
export async function reportAsGuardian(
  o: FamilyOptions,
  { guardian, child }: Standing,
  { id: given, about, category, text }: Omit<GuardianReport, 'as'>,
  { by, now_ms }: Act,
): Promise<z.infer<typeof guardianReported>> {
  const id = given === undefined ? newId('rep') : reportIdOf('guardian', guardian, given);
  const language = (await o.ask((k) => k.account(guardian).language)) || 'en';
  await o.db.transaction().execute(async (trx) => {
    const { count } = await trx
      .selectFrom('report')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('reporter', '=', guardian)
      .where('received_at', '>', now_ms - DAY_MS)
      .where('id', '<>', id)
      .executeTakeFirstOrThrow();
    if (Number(count) >= REPORTS_A_DAY_MAX) {
      throw new ProblemError('too_many_requests', 'this guardian has reported too often today: try again tomorrow');
    }
    const filed = await fileReport(trx, {
      ...{ id, source: 'guardian', reporter: guardian, child: false, about, category, flagger: null },
      // without a place for keys no report's words are kept
      words: text && o.reportKeys !== null ? o.reportKeys.seal(id, writeSaid({ text })) : null,
      ...{ at: now_ms, received_at: now_ms, language, optedOut: false },
    });
    if (filed === 'duplicate') return;
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.reported', subject: `report:${id}` },
      detail: { guardian, child },
    });
  });
  return { report: id, reference: referenceOf(id) };
}

interface SaidByChild {
  /** the same is one report */
  id?: string | undefined;
  about: string;
  category: string;
  text: string;
  language: string;
}

/**
 * A child's report is what it is in the app: an event, of which no guardian learns. No message about it comes, as its page says:
 * somebody else may read them.
 */
export async function reportAsChild(
  o: FamilyOptions,
  child: string,
  { id: given, about, category, text, language }: SaidByChild,
  { now_ms }: Pick<Act, 'now_ms'>,
): Promise<void> {
  const id = `kith:${given === undefined ? newId('rep') : reportIdOf('child', child, given)}`;
  await o.tell({
    ...{ id, type: 'report.filed', at: now_ms, data: { actor: child, other: about, category, language, optOut: true } },
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
