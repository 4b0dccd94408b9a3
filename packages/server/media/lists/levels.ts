/** How lists stand, for whoever scrapes. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { Level } from '../../ground/telemetry/index.ts';
import type { ListSettings } from './settings.ts';
import { type ListStatus, listStatuses } from './status.ts';

export async function listLevels(
  db: Kysely<Records>,
  lists: readonly ListSettings[],
  now_ms: number,
): Promise<readonly Level[]> {
  const statuses = await listStatuses(db, lists, now_ms);
  const each = (name: string, help: string, unit: string, value: (status: ListStatus) => number): readonly Level[] =>
    statuses.map((status) => ({ name, help, unit, labels: { list: status.name }, value: value(status) }));
  return [
    ...each(
      'kith_list_stale',
      'Whether a list of known material is older than it may be, or was never imported: 0 no, 1 yes.',
      '',
      ({ stale }) => (stale ? 1 : 0),
    ),
    ...each('kith_list_entries', 'Entries of a list of known material that are in use.', '', ({ entries }) => entries),
    ...each(
      'kith_list_failures',
      'Imports of a list that failed, one after the other, since one worked.',
      '',
      ({ failures }) => failures,
    ),
    ...statuses.flatMap(({ name, freshAt_ms }): Level[] =>
      freshAt_ms === null
        ? []
        : [
            {
              ...{ name: 'kith_list_age_seconds', help: 'How long ago the source of a list said what is in it.' },
              ...{ unit: 's', labels: { list: name }, value: Math.max(0, now_ms - freshAt_ms) / 1000 },
            },
          ],
    ),
  ];
}
