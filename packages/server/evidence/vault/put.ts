/**
 * Takes evidence. Its bytes are in the storage, durably, before there is a row that says so; that row, custody and audit
 * are one transaction. So a blob may be there without a row (a crash between the two, or the same content taken twice at
 * once: it is collected later), and never a row without its blob.
 */
import { hash, randomBytes } from 'node:crypto';
import { EVIDENCE_BYTES_MAX, type EvidenceItem, type EvidenceKind } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { AuditBy } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { nameOf } from '../../ground/sealing/index.ts';
import type { CaseSeal } from './case-seal.ts';
import type { CaseSeals } from './case-seals.ts';
import { type Bytes, type Written, writeChunks } from './chunks.ts';
import { addCustody } from './custody.ts';
import { EvidenceError } from './errors.ts';
import { sealHead } from './heads.ts';
import type { EvidenceStorage } from './storage.ts';

const ID_BYTES = 16;
const newId = (of: 'evi' | 'blb'): string => `${of}_${randomBytes(ID_BYTES).toString('hex')}`;

/** The key of a case may be destroyed, or its unfinished blob collected, while it is written to: then it begins anew. */
const TRIES_MAX = 3;

/** What is given to be kept. */
export interface Given {
  case: string;
  kind: EvidenceKind;
  source: EvidenceItem['source'];
  /** for people: a file's name, a conversation's id */
  name: string;
  mediaType: string;
  account: string | null;
  /** the platform's name of it */
  about: string | null;
  /** JSON beside the bytes; sealed, as all of the above but case, kind, source and account is */
  details?: unknown;
  /** a stream is read once, and never in memory as a whole */
  bytes: Bytes;
  at_ms: number;
}

export interface Taking {
  db: Kysely<Records>;
  seals: CaseSeals;
  storage: EvidenceStorage;
  by: AuditBy;
}

/** Gives the item's id. @throws EvidenceError */
export async function takeEvidence(how: Taking, given: Given): Promise<string> {
  const account = await accountOf(how.db, given.case);
  if (account === null) throw new EvidenceError('not_known', `there is no case ${given.case}`);
  for (let tries = 1; ; tries++) {
    const seal = await how.seals.forWriting(given.case, given.at_ms);
    const there =
      given.bytes instanceof Uint8Array ? await alreadyThere(how.db, seal, given, sha256(given.bytes)) : null;
    if (there !== null) return there;
    const address = newId('blb');
    await begin(how, seal, address, given.at_ms);
    let keep = false;
    try {
      const written = await writeChunks(how.storage, seal, address, given.bytes, EVIDENCE_BYTES_MAX);
      const taken = await finish(how, { given, account, seal, address, written });
      if (taken !== null) {
        keep = taken.blob === address;
        return taken.id;
      }
    } finally {
      if (!keep) await discard(how, address);
    }
    // a stream can't be read again
    if (tries >= TRIES_MAX || !(given.bytes instanceof Uint8Array)) {
      throw new EvidenceError('storage', `what ${given.case} has was being destroyed meanwhile: send it again`);
    }
  }
}

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);

async function accountOf(db: Kysely<Records>, id: string): Promise<string | null> {
  const row = await db.selectFrom('cases').select('account').where('id', '=', id).executeTakeFirst();
  return row?.account ?? null;
}

const markOf = (seal: CaseSeal, { kind, about }: Given, sha: string): string => seal.mark('item', kind, about, sha);

async function alreadyThere(db: Kysely<Records>, seal: CaseSeal, given: Given, sha: string): Promise<string | null> {
  const row = await db
    .selectFrom('evidence_item')
    .select('id')
    .where('case_id', '=', given.case)
    .where('mark', '=', markOf(seal, given, sha))
    .where('destroyed_at', 'is', null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Says that a blob is being written: what is not said can't be finished, and what was begun and left is collected. */
async function begin({ db, storage }: Taking, seal: CaseSeal, address: string, at_ms: number): Promise<void> {
  await db
    .insertInto('evidence_blob')
    .values({
      ...{ address, case_id: seal.case, key: seal.id, content: null, bytes: 0, chunks: 0 },
      ...{ storage: storage.name, begun_at: at_ms, there_at: null },
    })
    .execute();
}

async function discard({ db, storage }: Taking, address: string): Promise<void> {
  await storage.delete(address);
  await db.deleteFrom('evidence_blob').where('address', '=', address).where('there_at', 'is', null).execute();
}

interface Finished {
  given: Given;
  account: string;
  seal: CaseSeal;
  address: string;
  written: Written;
}

/** Null where its key was destroyed meanwhile, or the blob collected. */
async function finish(how: Taking, of: Finished): Promise<{ id: string; blob: string } | null> {
  const { given, seal, address, written } = of;
  const content = seal.mark('content', written.sha256);
  return how.db.transaction().execute(async (trx) => {
    // first, so that whoever adds to a case waits for whoever adds before, or destroys it
    if (!((await keepCase(trx, of)) && (await isInUse(trx, seal)))) return null;
    const there = await trx
      .selectFrom('evidence_item')
      .select(['id', 'blob'])
      .where('case_id', '=', given.case)
      .where('mark', '=', markOf(seal, given, written.sha256))
      .executeTakeFirst();
    if (there !== undefined) return { id: there.id, blob: there.blob ?? '' };
    const same = await trx
      .selectFrom('evidence_blob')
      .select('address')
      .where('case_id', '=', given.case)
      .where('content', '=', content)
      .executeTakeFirst();
    const blob = same?.address ?? address;
    if (same === undefined) {
      const { bytes, chunks } = written;
      const result = await trx
        .updateTable('evidence_blob')
        .set({ content, bytes, chunks, there_at: given.at_ms })
        .where('address', '=', address)
        // as it was begun: it may be taken away by now
        .where('key', '=', seal.id)
        .executeTakeFirst();
      if (Number(result.numUpdatedRows) !== 1) return null;
    }
    return { id: await addItem(trx, how.by, of, blob), blob };
  });
}

/** False while what it has is destroyed. */
async function keepCase(trx: Transaction<Records>, { given, account }: Finished): Promise<boolean> {
  const result = await trx
    .insertInto('case_keeping')
    .values({
      ...{ case_id: given.case, account, preserved_at: given.at_ms },
      ...{ held_until: null, held_why: null, released_at: null },
    })
    .onConflict((c) =>
      c.column('case_id').doUpdateSet({ released_at: null }).where('case_keeping.destroying', 'is', null),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows) === 1;
}

/** Whether it still is the key of its case. */
async function isInUse(trx: Transaction<Records>, seal: CaseSeal): Promise<boolean> {
  const row = await trx
    .selectFrom('kept_key')
    .select('id')
    .where('name', '=', nameOf({ case: seal.case }))
    .where('destroyed_at', 'is', null)
    .executeTakeFirst();
  return row?.id === seal.id;
}

async function addItem(trx: Transaction<Records>, by: AuditBy, of: Finished, blob: string): Promise<string> {
  const { given, seal, written } = of;
  const row = {
    ...{ id: newId('evi'), case_id: given.case, key: seal.id, kind: given.kind, source: given.source },
    ...{ account: given.account, bytes: written.bytes, blob, mark: markOf(seal, given, written.sha256) },
    taken_at: given.at_ms,
  };
  const sealed = sealHead(seal, row, {
    ...{ name: given.name, mediaType: given.mediaType, about: given.about },
    ...{ sha256: written.sha256, chunks: written.chunks, details: given.details },
  });
  await trx
    .insertInto('evidence_item')
    .values({ ...row, sealed, destroyed_at: null })
    .execute();
  const detail = { kind: given.kind, source: given.source, bytes: written.bytes };
  const happened = { item: row.id, case: given.case, what: 'taken', at_ms: given.at_ms, by, detail } as const;
  await addCustody(trx, happened);
  return row.id;
}
