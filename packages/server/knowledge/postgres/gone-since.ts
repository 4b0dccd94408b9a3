/** Which accounts are gone and can be recognised still, some at a time. */
import type { Seconds } from '@kith/engine';
import type { ClientBase } from 'pg';
import { run, statement } from './send.ts';

/** Accounts of one answer. */
const PART = 500;

/** $1: last told of at this time or before; $2: after this account */
const load = statement(
  'gone_since',
  `SELECT a.id FROM account a
   WHERE a.id > $2 AND a.status = 'deleted' AND NOT a.barred
     AND EXISTS (SELECT FROM identifier i WHERE i.account = a.id AND i.last_at <= $1::bigint)
   ORDER BY a.id LIMIT ${PART}`,
);

/** See KnowledgeStore. @param ask runs a statement on a connection of its own */
export async function* goneSince(
  ask: <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>,
  at: Seconds,
): AsyncGenerator<readonly string[]> {
  for (let after = ''; ; ) {
    const rows = await ask((client) => run(client, load, [at, after]));
    const accounts = rows.map(([account]) => String(account));
    if (accounts.length > 0) yield accounts;
    const last = accounts.at(-1);
    if (last === undefined || accounts.length < PART) return;
    after = last;
  }
}
