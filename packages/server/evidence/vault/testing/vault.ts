/** A vault on a database and a folder of keys of its own, with a case to put things into. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Records } from '../../../ground/database/index.ts';
import { KeyFolder } from '../../../ground/sealing/index.ts';
import { type DatabaseKind, testRecords } from '../../../ground/testing/records.ts';
import type { EvidenceStorage } from '../storage.ts';
import { type Given, Vault } from '../vault.ts';

export const NOON = Date.UTC(2026, 5, 15, 12);

/** An open case of an account. */
export const caseRow = (id: string, account: string) => ({
  ...{ id, account, queue: 'risk', opened_at: NOON, updated_at: NOON, level: 'high', score: 9, why: '[]' },
  ...{ event: 'e', features: null, waits_since: NOON, rank: 0 },
});

export class VaultAtHand {
  now = NOON;
  readonly db: Kysely<Records>;
  readonly keys: string;
  readonly folder: KeyFolder;
  readonly vault: Vault;
  readonly #close: () => Promise<void>;

  private constructor(
    db: Kysely<Records>,
    keys: string,
    folder: KeyFolder,
    close: () => Promise<void>,
    storage: EvidenceStorage | null,
  ) {
    this.db = db;
    this.keys = keys;
    this.folder = folder;
    this.vault = new Vault({ db, folder, storage, clock: () => this.now });
    this.#close = close;
  }

  static async open(kind: DatabaseKind, storage: EvidenceStorage | null = null): Promise<VaultAtHand> {
    const { kysely, close } = await testRecords(kind, 'vault');
    const keys = await mkdtemp(join(tmpdir(), 'kith-vault-keys-'));
    const folder = await KeyFolder.open({ folder: keys, master: null, masterFile: null });
    const at = new VaultAtHand(kysely, keys, folder, close, storage);
    await at.openCase('c1', 'max');
    return at;
  }

  async openCase(id: string, account: string, more: object = {}): Promise<void> {
    await this.db
      .insertInto('cases')
      .values({ ...caseRow(id, account), ...more })
      .execute();
  }

  /** What a test puts in, unless it says otherwise. */
  given(more: Partial<Given> = {}): Given {
    return {
      ...{ case: 'c1', kind: 'media', source: 'platform', name: 'holiday.jpg', mediaType: 'image/jpeg' },
      ...{ account: 'max', about: 'med-1', bytes: Buffer.from('the bytes'), at_ms: this.now, ...more },
    } as Given;
  }

  audit(): Promise<{ number: number; by: string; action: string; subject: string; detail: string }[]> {
    return this.db
      .selectFrom('audit_line')
      .select(['number', 'by', 'action', 'subject', 'detail'])
      .orderBy('number')
      .execute();
  }

  async end(): Promise<void> {
    await this.#close();
    await rm(this.keys, { recursive: true });
  }
}
