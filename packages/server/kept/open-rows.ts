/** Opens what was sealed. What can't be opened is said, never why in more words than that. */
import type { KeptPack } from '../ground/database/index.ts';
import { KeepError, type Key, type KeyFolder, nameOf, unseal } from '../ground/sealing/index.ts';
import type { KeptRow } from './pack.ts';
import { packSealedAs, sealedAs } from './sealed-as.ts';

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

/** Opens texts; what was opened once (a key, a pack) is at hand for as long as it is. */
export class Opener {
  readonly #folder: KeyFolder | null;
  readonly #keys = new Map<string, Key | null>();
  readonly #packs = new Map<KeptPack, Buffer | null>();

  /** @param folder null where there is nowhere to keep keys */
  constructor(folder: KeyFolder | null) {
    this.#folder = folder;
  }

  /** null where the text can't be read (any more), or there was none. */
  async open(row: KeptRow): Promise<Buffer | null> {
    const { text } = row;
    if (text === null) return null;
    const name = nameOf(row.key);
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = await readable(this.#folder, row.key);
      this.#keys.set(name, key);
    }
    if (key === null) return null;
    if ('alone' in text) return unseal(key.key, sealedAs(name, row), text.alone);
    let whole = this.#packs.get(text.pack);
    if (whole === undefined) {
      const { sealed, heads } = text.pack;
      whole = sealed === null ? null : unseal(key.key, packSealedAs(name, heads), sealed);
      this.#packs.set(text.pack, whole);
    }
    return whole?.subarray(text.from, text.from + text.bytes) ?? null;
  }
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

/** @param folder null where there is nowhere to keep keys */
export async function openRows(folder: KeyFolder | null, rows: readonly KeptRow[]): Promise<KeptMessage[]> {
  const opener = new Opener(folder);
  const opened: KeptMessage[] = [];
  for (const row of rows) opened.push(messageOf(row, await opener.open(row)));
  return opened;
}

function messageOf(row: KeptRow, text: Buffer | null): KeptMessage {
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
    unreadable: row.text !== null && text === null,
    media,
    outcome: row.outcome,
    deletedAt: row.deleted_at,
  };
}
