/** What Kith runs with, as checks look at it. */
import type { Policy } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { type ListSettings, listStatuses } from '../media/index.ts';
import type { Words } from '../words/index.ts';
import type { ListThere, Setup } from './checks/index.ts';

export interface RunsWith {
  db: Kysely<Records>;
  policy: Policy;
  words: Words;
  lists: readonly ListSettings[];
  /** there is a folder for keys, and so a form for reports */
  reportForm: boolean;
}

export async function setupNow({ db, policy, words, lists, reportForm }: RunsWith, now_ms: number): Promise<Setup> {
  const statuses = await listStatuses(db, lists, now_ms);
  return {
    ...{ policy, words, reportForm, today: new Date(now_ms).toISOString().slice(0, 10) },
    lists: lists.flatMap((settings, i): ListThere[] => {
      const status = statuses[i];
      if (status === undefined) return [];
      return [
        {
          ...{ name: settings.name, entries: status.entries, stale: status.stale },
          of: settings.from.kind !== 'ncmec' && settings.format.kind === 'links' ? 'links' : 'hashes',
          verified: settings.verified !== false,
        },
      ];
    }),
  };
}
