/** Which accounts are gone and can be recognised still: every account is looked at, and decisions go first. */
import type { Seconds } from '@kith/engine';
import { Turns } from '../../ground/jobs/index.ts';
import { ACCOUNT, isGone } from './rows.ts';
import type { ResidentState } from './state.ts';

/** Accounts that are looked at between two looks at the time: some microseconds. */
const PIECE = 1_000;
/** Accounts of one answer. */
const PART = 500;

/** See KnowledgeStore. */
export async function* goneSince(state: ResidentState, at: Seconds): AsyncGenerator<readonly string[]> {
  const { accounts, known } = state;
  const turns = new Turns();
  let found: string[] = [];
  for (let slot = 0; slot < accounts.count; slot++) {
    if (slot % PIECE === 0) await turns.next();
    if (!isGone(accounts.get(slot, ACCOUNT.bits))) continue;
    const id = state.accountId(slot);
    if (!known.identifiers(id).some(({ lastAt }) => lastAt <= at)) continue;
    if (found.push(id) < PART) continue;
    yield found;
    found = [];
  }
  if (found.length > 0) yield found;
}
