/** Lists and what is in them, for tests. Hashes are made of numbers: there is no known material in here. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Records } from '../../../ground/database/index.ts';
import { type ListSettings, listsFile } from '../settings.ts';

/** The hash of a number, as a list has it. */
export const hashOf = (algorithm: 'md5' | 'sha1' | 'sha256' | 'pdq', number: number): string =>
  createHash(algorithm === 'pdq' ? 'sha256' : algorithm)
    .update(`${algorithm} ${number}`)
    .digest('hex');

/** Lines of the plain format, one a number. */
export const linesOfNumbers = (numbers: readonly number[], more = ''): string =>
  numbers.map((n) => `sha1,${hashOf('sha1', n)},id-${n}${more}\n`).join('');

/** One list's settings, checked as those of a file are. */
export function listSettings(settings: Record<string, unknown>): ListSettings {
  const [list] = listsFile.parse([{ name: 'test', ...settings }]);
  if (list === undefined) throw new Error('there is one');
  return list;
}

/** What is in the version of a list that is in use: hashes in their order. */
export async function liveHashes(db: Kysely<Records>, list: string): Promise<string[]> {
  const { live } = await db.selectFrom('known_list').select('live').where('name', '=', list).executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('known_entry')
    .select('hash')
    .where('list', '=', list)
    .where('added_in', '<=', Number(live))
    .where((e) => e.or([e('removed_in', 'is', null), e('removed_in', '>', Number(live))]))
    .orderBy('hash')
    .execute();
  return rows.map(({ hash }) => hash);
}

export const hashesOf = (numbers: readonly number[]): string[] => numbers.map((n) => hashOf('sha1', n)).sort();
