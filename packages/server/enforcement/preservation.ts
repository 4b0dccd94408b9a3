/**
 * What the platform is asked to keep before anything is removed: the content, what was seen, and the accounts concerned, from
 * two weeks before the first of it (The Online Safety (CSEA Content Reporting by Regulated User-to-User Service Providers)
 * Regulations 2025, regulation 8(2), as far as it is known).
 */
import type { Transaction } from 'kysely';
import type { EnforcementRow, Records } from '../ground/database/index.ts';
import { readNames } from './follow.ts';
import type { Preserved } from './sending.ts';

/** Messages and accounts that one request names: the newest signals first. */
const NAMED_MAX = 1_000;
const DAY_MS = 86_400_000;

/** @param daysBefore how far back before the first thing that was seen */
export async function toPreserve(
  trx: Transaction<Records>,
  row: EnforcementRow,
  daysBefore: number,
): Promise<Preserved> {
  const signals = await trx
    .selectFrom('signal')
    .select(['other', 'message', 'at'])
    .where('account', '=', row.account)
    .orderBy('at', 'desc')
    .limit(NAMED_MAX)
    .execute();
  const to_ms = row.created_at;
  const first_ms = Math.min(to_ms, ...signals.map(({ at }) => at));
  const others = signals.flatMap(({ other }) => (other === null ? [] : [other]));
  const seen = signals.flatMap(({ message }) => (message === null ? [] : [message]));
  return {
    accounts: [...new Set([row.account, ...others])],
    messages: [...new Set([...readNames(row.content), ...seen])].slice(0, NAMED_MAX),
    from_ms: first_ms - daysBefore * DAY_MS,
    to_ms,
  };
}
