/** The evidence that goes with a referral, as a machine sends it. */
import type { ReferralRow } from '../ground/database/index.ts';
import { evidenceIn } from './content.ts';
import { rootOf } from './family.ts';
import type { FilesOf, FileToSend } from './kinds/filer.ts';
import type { ReferralOptions } from './options.ts';
import { guarded } from './sealed.ts';

/** In the order that people gave it. @throws ProblemError where some of it is not there any more */
export async function filesOf(options: ReferralOptions, row: ReferralRow): Promise<FilesOf> {
  const { store, vault, details } = options;
  const wanted = evidenceIn(row);
  const root = await rootOf(store.records.kysely, row.case_id);
  const items = wanted.length === 0 ? [] : await guarded(() => vault.list(root, { names: true }));
  const list: FileToSend[] = [];
  for (const id of wanted) {
    const item = items.find((one) => one.id === id);
    if (item === undefined || item.mediaType === null || item.sha256 === null) {
      throw new Error(`${row.id} names evidence that can not be read: ${id}`);
    }
    const { kind, name, mediaType, bytes, sha256, seen: seenByPerson } = item;
    list.push({
      ...{ id, kind, name: name ?? id, mediaType, bytes, sha256, seenByPerson },
      details: kind === 'media' ? await details.of(id, 'media') : null,
    });
  }
  return { list, read: async (id) => (await vault.use(id, `referral:${row.id}`)).bytes };
}
