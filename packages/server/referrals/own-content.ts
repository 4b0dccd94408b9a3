/** What evidence is told apart by: what goes with one referral of a case goes with no other, whatever it is called and whichever case it came by. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { nameOf } from '../ground/sealing/index.ts';
import type { Content } from './claims.ts';
import { membersOf } from './family.ts';
import type { ReferralOptions } from './options.ts';
import { guarded } from './sealed.ts';

/**
 * Each with its marks under the keys of the case and of those merged into it: what was claimed before they were one is found, too.
 * @throws ProblemError `unavailable` where one of these keys is not here
 */
export async function markContent(
  { store, vault }: Pick<ReferralOptions, 'store' | 'vault'>,
  root: string,
  content: readonly { id: string; sha256: string }[],
): Promise<Content[]> {
  if (content.length === 0) return [];
  const hashes = content.map(({ sha256 }) => sha256);
  const marks: string[][] = [];
  for (const id of await withKeys(store.records.kysely, await membersOf(store.records.kysely, root))) {
    marks.push(await guarded(() => vault.marksOf(id, hashes)));
  }
  return content.map(({ id }, i) => ({ id, marks: marks.flatMap((of) => of[i] ?? []) }));
}

/** Of a case that never had a key, or whose key was destroyed, there is nothing to be told apart. */
async function withKeys(db: Kysely<Records>, cases: readonly string[]): Promise<string[]> {
  const names = new Map(cases.map((id) => [nameOf({ case: id }), id]));
  const rows = await db
    .selectFrom('kept_key')
    .select('name')
    .where('name', 'in', [...names.keys()])
    .where('destroyed_at', 'is', null)
    .execute();
  return rows.flatMap(({ name }) => names.get(name) ?? []).sort();
}
