/**
 * The vault: evidence of cases, encrypted with a key a case (AES-256-GCM; the key is a file, docs/decisions/0010-keys-in-files.md).
 * What a database without the keys shows of an item: its id, case, kind, who gave it, its size, times and the platform's id of
 * the account. Everything else is sealed, and bound to its place, so that nothing can be put in another's.
 */
import { type EvidenceItem, evidencePolicy, keepPolicy } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { AuditBy } from '../../ground/audit/index.ts';
import type { EvidenceItemRow, Records } from '../../ground/database/index.ts';
import type { KeyFolder } from '../../ground/sealing/index.ts';
import { type KeepingPolicy, keepingOf, type UnderKeys } from '../../retention/index.ts';
import type { CaseSeal } from './case-seal.ts';
import { CaseSeals } from './case-seals.ts';
import { readChunks } from './chunks.ts';
import { collectUnfinished } from './collect.ts';
import { addCustody, type Happened } from './custody.ts';
import { DatabaseStorage } from './database-storage.ts';
import { destroyItems } from './destroy.ts';
import { EvidenceError } from './errors.ts';
import { type Head, openHead } from './heads.ts';
import { type CaseHold, holdOf, setHold } from './hold.ts';
import { type Given, takeEvidence } from './put.ts';
import type { EvidenceStorage } from './storage.ts';
import { type EvidenceVerified, type Verifying, verifyEvidence } from './verify.ts';
import {
  type ItemsPage,
  itemsOfCase,
  type PageAsked,
  pageOfCase,
  seenByPeople,
  type Viewing,
  viewItems,
} from './views.ts';

export type { Given } from './put.ts';

export interface VaultOptions {
  db: Kysely<Records>;
  folder: KeyFolder;
  /** where new evidence goes; the database unless told otherwise */
  storage?: EvidenceStorage | null;
  /** how long evidence is kept; as Kith ships it unless told otherwise */
  policy?: () => KeepingPolicy;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** An item in hand. */
export interface Opened {
  item: EvidenceItem;
  bytes: Buffer;
  details: unknown;
}

interface Ready {
  row: EvidenceItemRow;
  seal: CaseSeal;
  head: Head;
}

export class Vault {
  readonly #db: Kysely<Records>;
  readonly #seals: CaseSeals;
  readonly #storage: EvidenceStorage;
  readonly #storages: ReadonlyMap<string, EvidenceStorage>;
  readonly #policy: () => KeepingPolicy;
  readonly #clock: () => number;

  constructor({ db, folder, storage, policy, clock }: VaultOptions) {
    const own = new DatabaseStorage(db);
    this.#db = db;
    this.#seals = new CaseSeals(db, folder);
    this.#storage = storage ?? own;
    // what was put into the database before stays readable
    this.#storages = new Map([own, this.#storage].map((one) => [one.name, one]));
    const usual: KeepingPolicy = { evidence: evidencePolicy.parse(undefined), keep: keepPolicy.parse(undefined) };
    this.#policy = policy ?? (() => usual);
    this.#clock = clock;
  }

  /**
   * Stores it, and gives its id. The same content of the same case, kind and name on the platform is one item.
   * @param by whose act it is; `system` for Kith's own
   * @throws EvidenceError `not_known` (the case), `too_large`, `no_key`, `storage`
   */
  put(given: Given, by: AuditBy): Promise<string> {
    return takeEvidence({ db: this.#db, seals: this.#seals, storage: this.#storage, by }, given);
  }

  /** What a case has, with custody; names, hashes and reasons only for whoever may see evidence. */
  async list(caseId: string, { names = false } = {}): Promise<EvidenceItem[]> {
    return viewItems(this.#viewing(names), await itemsOfCase(this.#db, caseId));
  }

  /** The same by pages, and how many there are. @throws RangeError where `after` is no `next` */
  async page(caseId: string, { names = false, ...asked }: PageAsked & { names?: boolean }): Promise<ItemsPage> {
    const { rows, count, next } = await pageOfCase(this.#db, caseId, asked);
    return { items: await viewItems(this.#viewing(names), rows), count, next };
  }

  /** One item, as `list` shows it; null where there is none. */
  async item(id: string, { names = false } = {}): Promise<EvidenceItem | null> {
    const row = await this.#rowOf(id);
    return row === null ? null : ((await viewItems(this.#viewing(names), [row]))[0] ?? null);
  }

  /**
   * For a person (whether they may is for the caller to say): all of it is verified, then custody and the audit log say that they
   * have it, then it is given.
   * @param how `unseen`: it is saved to be handed on, and not shown
   * @throws EvidenceError
   */
  async open(id: string, how: { by: AuditBy; reason: string; unseen?: boolean }): Promise<Opened> {
    const { by, reason, unseen = false } = how;
    const ready = await this.#ready(id);
    const bytes = await this.#bytesOf(ready);
    await this.#happened(ready, {
      ...{ what: unseen ? 'saved' : 'opened', by },
      reason: { words: reason, seal: ready.seal },
    });
    return this.#opened(ready, bytes);
  }

  /** For Kith itself. @param whatFor for the audit log: names of things, never what somebody wrote. @throws EvidenceError */
  async use(id: string, whatFor: string): Promise<Opened> {
    const ready = await this.#ready(id);
    const bytes = await this.#bytesOf(ready);
    await this.#happened(ready, { what: 'used', by: 'system', detail: { for: whatFor } });
    return this.#opened(ready, bytes);
  }

  /** For Kith itself: what was given beside the bytes, without reading these. @param whatFor as in `use`. @throws EvidenceError */
  async details(id: string, whatFor: string): Promise<unknown> {
    const ready = await this.#ready(id);
    await this.#happened(ready, { what: 'used', by: 'system', detail: { for: whatFor } });
    return ready.head.details ?? null;
  }

  /** Says that an authority got it. @param whatFor as in `use`: which referral. @throws EvidenceError */
  async sent(id: string, whatFor: string): Promise<void> {
    await this.#happened(await this.#ready(id), { what: 'sent', by: 'system', detail: { for: whatFor } });
  }

  /** Whether a person has opened it, by the audit log. */
  async seenByPerson(id: string): Promise<boolean> {
    return (await seenByPeople(this.#db, [id])).has(id);
  }

  /**
   * Nothing of the case is destroyed before `until_ms`, or ever where it is left out.
   * @throws EvidenceError `not_known`, `no_key`
   */
  async hold(caseId: string, reason: string, by: AuditBy, until_ms?: number): Promise<void> {
    await setHold(this.#db, this.#seals, {
      case: caseId,
      reason,
      by,
      until_ms: until_ms ?? null,
      at_ms: this.#clock(),
    });
  }

  /** Takes the hold away. @throws EvidenceError `not_known`, `no_key` */
  async unhold(caseId: string, reason: string, by: AuditBy): Promise<void> {
    await setHold(this.#db, this.#seals, { case: caseId, reason, by, until_ms: 0, at_ms: this.#clock() });
  }

  /** What people hold a case by; null where nobody does. */
  held(caseId: string): Promise<CaseHold | null> {
    return holdOf(this.#db, this.#seals, caseId, this.#clock());
  }

  /**
   * For what lies in another row, such as a referral's content. @param where names that very place, such as `referral:ID:content`
   * @throws EvidenceError `no_key`
   */
  async sealJson(caseId: string, value: unknown, where: string): Promise<Buffer> {
    const seal = await this.#seals.forWriting(caseId, this.#clock());
    return seal.seal(['json', where], JSON.stringify(value));
  }

  /** What sealJson sealed for that place. @throws EvidenceError `destroyed`, `no_key`, `damaged` */
  async openJson(caseId: string, sealed: Uint8Array, where: string): Promise<unknown> {
    const seal = await this.#seals.forReading(caseId);
    const opened = seal.unseal(['json', where], sealed);
    if (opened === null)
      throw new EvidenceError('damaged', `${where} of ${caseId} was altered, or is of an earlier key`);
    return JSON.parse(opened.toString('utf8'));
  }

  /**
   * What contents are told apart by, without saying what they are: the same bytes have the same mark, whatever they are called.
   * @param sha256 of each, hexadecimal
   * @throws EvidenceError `destroyed`, `no_key`
   */
  async marksOf(caseId: string, sha256: readonly string[]): Promise<string[]> {
    const seal = await this.#seals.forReading(caseId);
    return sha256.map((one) => seal.mark('content', one));
  }

  /** What becomes of it when the time of a case is over. */
  underKeys(): UnderKeys {
    return {
      name: 'items',
      destroy: (caseId, because, now_ms) =>
        destroyItems({ db: this.#db, storageOf: (name) => this.#storageNamed(name) }, { caseId, because, now_ms }),
    };
  }

  /** All of it; nothing is changed, and nobody is said to have opened anything. */
  verify(progress: Verifying['progress'] = () => {}): Promise<EvidenceVerified> {
    return verifyEvidence({ db: this.#db, seals: this.#seals, storages: this.#storages, progress });
  }

  /** Takes away what was never finished; gives how many blobs. @throws EvidenceError `storage` */
  collect(): Promise<number> {
    return collectUnfinished(this.#db, this.#storages, this.#clock());
  }

  #viewing(names: boolean): Viewing {
    return {
      db: this.#db,
      seals: this.#seals,
      names,
      untilOf: (ids) => keepingOf(this.#db, this.#policy(), ids, this.#clock()),
    };
  }

  async #rowOf(id: string): Promise<EvidenceItemRow | null> {
    const row = await this.#db.selectFrom('evidence_item').selectAll().where('id', '=', id).executeTakeFirst();
    return row ?? null;
  }

  async #ready(id: string): Promise<Ready> {
    const row = await this.#rowOf(id);
    if (row === null) throw new EvidenceError('not_known', `there is no evidence ${id}`);
    if (row.destroyed_at !== null) throw new EvidenceError('destroyed', `${id} was destroyed: its time was over`);
    const seal = await this.#seals.forReading(row.case_id, row.key);
    const head = openHead(seal, row);
    if (head !== null) return { row, seal, head };
    const damage = new EvidenceError('damaged', `the row of ${id} was altered`);
    throw await this.#damaged(row, damage);
  }

  async #bytesOf({ row, seal, head }: Ready): Promise<Buffer> {
    const { blob, bytes } = row;
    if (blob === null) throw new EvidenceError('destroyed', `${row.id} was destroyed`);
    const chunks: Buffer[] = [];
    try {
      const storage = await this.#storageOf(blob);
      for await (const chunk of readChunks(storage, seal, blob, { ...head, bytes })) chunks.push(chunk);
    } catch (error) {
      if (error instanceof EvidenceError && error.code === 'damaged') throw await this.#damaged(row, error);
      throw error;
    }
    return Buffer.concat(chunks, bytes);
  }

  async #storageOf(address: string): Promise<EvidenceStorage> {
    const row = await this.#db
      .selectFrom('evidence_blob')
      .select('storage')
      .where('address', '=', address)
      .executeTakeFirst();
    if (row === undefined) throw new EvidenceError('damaged', `the row of blob ${address} is missing`);
    return this.#storageNamed(row.storage);
  }

  #storageNamed(name: string): EvidenceStorage {
    const storage = this.#storages.get(name);
    if (storage !== undefined) return storage;
    throw new EvidenceError('storage', `it lies in a ${name}, which is not configured (KITH_EVIDENCE)`);
  }

  /** Written down once, until somebody has it in hand again; gives the error. */
  async #damaged(row: EvidenceItemRow, error: EvidenceError): Promise<EvidenceError> {
    const last = await this.#db
      .selectFrom('evidence_custody')
      .select('what')
      .where('item', '=', row.id)
      .orderBy('place', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last?.what !== 'found_damaged') {
      const detail = { what: error.message };
      await this.#happened({ row }, { what: 'found_damaged', by: 'system', detail });
    }
    return error;
  }

  #happened({ row }: Pick<Ready, 'row'>, what: Omit<Happened, 'item' | 'case' | 'at_ms'>): Promise<void> {
    const happened = { ...what, item: row.id, case: row.case_id, at_ms: this.#clock() };
    return this.#db.transaction().execute((trx) => addCustody(trx, happened));
  }

  async #opened({ row, head }: Ready, bytes: Buffer): Promise<Opened> {
    const [item] = await viewItems(this.#viewing(true), [row]);
    if (item === undefined) throw new EvidenceError('not_known', `there is no evidence ${row.id}`);
    return { item, bytes, details: head.details ?? null };
  }
}
