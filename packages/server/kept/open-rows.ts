/** Opens what was sealed, row by row. What can't be opened is said, never why in more words than that. */
import { KeepError } from './keys/errors.ts';
import { type Key, type KeyFolder, nameOf } from './keys/folder.ts';
import type { KeptRow } from './rows.ts';
import { unseal } from './seal.ts';
import { sealedAs } from './sealed-as.ts';

/** A message as it was kept. */
export interface KeptMessage {
  message: string;
  event: string;
  conversation: string | null;
  /** milliseconds since 1970 */
  at: number;
  from: string;
  /** null in a group */
  to: string | null;
  /** null where it had none, or it can't be read (any more) */
  text: string | null;
  /** it had a text, and its key is not here, or does not open it */
  unreadable: boolean;
  media: readonly string[];
  /** of its decision */
  outcome: string;
  /** when its sender deleted it on the platform; null where it is there */
  deletedAt: number | null;
}

/** @param folder null where there is nowhere to keep keys */
export async function openRows(folder: KeyFolder | null, rows: readonly KeptRow[]): Promise<KeptMessage[]> {
  const keys = new Map<string, Key | null>();
  const opened: KeptMessage[] = [];
  for (const row of rows) {
    const name = nameOf(row.key);
    let key = keys.get(name);
    if (key === undefined) {
      key = await readable(folder, row.key);
      keys.set(name, key);
    }
    opened.push(openRow(row, name, key));
  }
  return opened;
}

/** One damaged key does not hide the rest. */
async function readable(folder: KeyFolder | null, name: KeptRow['key']): Promise<Key | null> {
  try {
    return folder === null ? null : await folder.read(name);
  } catch (error) {
    if (error instanceof KeepError) return null;
    throw error;
  }
}

function openRow(row: KeptRow, name: string, key: Key | null): KeptMessage {
  const text = row.sealed === null || key === null ? null : unseal(key.key, sealedAs(name, row), row.sealed);
  // written by the keeper, and nothing else
  const media: string[] = row.media === null ? [] : JSON.parse(row.media);
  return {
    message: row.message,
    event: row.event,
    conversation: row.conversation,
    at: row.at,
    from: row.actor,
    to: row.other,
    text: text === null ? null : text.toString('utf8'),
    unreadable: row.sealed !== null && text === null,
    media,
    outcome: row.outcome,
    deletedAt: row.deleted_at,
  };
}
