/**
 * Verifies all evidence: every item with all of its bytes, every blob, every line of custody against the audit log, and that log
 * itself. What is damaged, missing or belongs to nothing is named; nothing is changed, and nobody is said to have opened anything.
 */
import type { Kysely } from 'kysely';
import { verifyAudit } from '../../ground/audit/index.ts';
import type { AuditLineRow, EvidenceCustodyRow, EvidenceItemRow, Records } from '../../ground/database/index.ts';
import type { CaseSeal } from './case-seal.ts';
import type { CaseSeals } from './case-seals.ts';
import { readChunks } from './chunks.ts';
import { actionOf, custodyHash, subjectOf } from './custody.ts';
import { EvidenceError } from './errors.ts';
import { openHead } from './heads.ts';
import type { EvidenceStorage } from './storage.ts';

/** Rows read at once. */
const READ_AT_ONCE = 200;
/** Faults that are named: where there are more, all of it is in doubt. */
const FAULTS_MAX = 1_000;
const SUBJECT = /^evidence:(evi_[0-9a-f]+)$/;
const ACTIONS: readonly string[] = Object.values(actionOf);

/**
 * `damaged`: not what was taken. `missing`: it was there, and is not. `orphaned`: bytes that no item has. `unreadable`: its key, or
 * where it lies, can't be used here, so that it can't be said.
 */
export interface EvidenceFault {
  what: 'item' | 'blob' | 'custody' | 'audit';
  /** of an item or a blob; ITEM/PLACE of custody; a number of the audit log */
  id: string;
  fault: 'damaged' | 'missing' | 'orphaned' | 'unreadable';
  words: string;
}

export interface EvidenceVerified {
  items: number;
  destroyed: number;
  bytes: number;
  custody: number;
  faults: readonly EvidenceFault[];
}

export interface Verifying {
  db: Kysely<Records>;
  seals: CaseSeals;
  storages: ReadonlyMap<string, EvidenceStorage>;
  /** told how many items were verified, of how many */
  progress(done: number, all: number): void;
}

export async function verifyEvidence(how: Verifying): Promise<EvidenceVerified> {
  const found = new Found();
  for (const { number, to, fault } of (await verifyAudit(how.db)).faults) {
    found.add('audit', to === undefined ? `${number}` : `${number}-${to}`, fault === 'missing' ? 'missing' : 'damaged');
  }
  await verifyItems(how, found);
  await verifyAuditLines(how.db, found);
  await verifyBlobs(how, found);
  return found;
}

class Found implements EvidenceVerified {
  items = 0;
  destroyed = 0;
  bytes = 0;
  custody = 0;
  readonly faults: EvidenceFault[] = [];

  add(what: EvidenceFault['what'], id: string, fault: EvidenceFault['fault'], words = ''): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push({ what, id, fault, words });
  }
}

async function verifyItems(how: Verifying, found: Found): Promise<void> {
  const { count } = await how.db
    .selectFrom('evidence_item')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  for (let after = ''; ; ) {
    const rows = await how.db
      .selectFrom('evidence_item')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(READ_AT_ONCE)
      .execute();
    for (const row of rows) {
      await verifyItem(how, row, found);
      await verifyCustody(how.db, row, found);
      found.items++;
      how.progress(found.items, Number(count));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < READ_AT_ONCE) return;
    after = last.id;
  }
}

async function verifyItem(how: Verifying, row: EvidenceItemRow, found: Found): Promise<void> {
  if (row.destroyed_at !== null) {
    found.destroyed++;
    if (row.sealed !== null || row.blob !== null) found.add('item', row.id, 'damaged', 'it is said to be destroyed');
    return;
  }
  try {
    const seal = await how.seals.forReading(row.case_id, row.key);
    await readWhole(how, row, seal, found);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    found.add('item', row.id, error.code === 'damaged' ? 'damaged' : 'unreadable', error.message);
  }
}

async function readWhole(how: Verifying, row: EvidenceItemRow, seal: CaseSeal, found: Found): Promise<void> {
  const head = openHead(seal, row);
  if (head === null || row.blob === null) throw new EvidenceError('damaged', 'its row was altered');
  const mark = seal.mark('item', row.kind, head.about, head.sha256);
  if (mark !== row.mark) throw new EvidenceError('damaged', 'its row was altered');
  const blob = await how.db.selectFrom('evidence_blob').selectAll().where('address', '=', row.blob).executeTakeFirst();
  if (blob === undefined) throw new EvidenceError('damaged', `the row of blob ${row.blob} is missing`);
  const { case_id, key, content, bytes, chunks } = blob;
  const asTaken = [row.case_id, row.key, seal.mark('content', head.sha256), row.bytes, head.chunks];
  if (JSON.stringify([case_id, key, content, bytes, chunks]) !== JSON.stringify(asTaken)) {
    found.add('blob', row.blob, 'damaged', 'its row was altered');
  }
  const storage = how.storages.get(blob.storage);
  if (storage === undefined)
    throw new EvidenceError('storage', `it lies in a ${blob.storage}, which is not configured`);
  for await (const chunk of readChunks(storage, seal, row.blob, { ...head, bytes: row.bytes })) {
    found.bytes += chunk.length;
  }
}

/** Its links are numbered, each is as the audit log has it, it begins with being taken, and nothing follows being destroyed. */
async function verifyCustody(db: Kysely<Records>, row: EvidenceItemRow, found: Found): Promise<void> {
  const lines = await db
    .selectFrom('evidence_custody')
    .selectAll()
    .where('item', '=', row.id)
    .orderBy('place')
    .execute();
  if (lines[0]?.what !== 'taken') found.add('custody', `${row.id}/0`, 'missing', 'it does not begin with being taken');
  const ended = lines.at(-1)?.what === 'destroyed';
  if (ended !== (row.destroyed_at !== null)) found.add('item', row.id, 'damaged', 'custody says otherwise');
  for (const [i, line] of lines.entries()) {
    found.custody++;
    if (line.place > i && line.place > (lines[i - 1]?.place ?? -1) + 1) {
      found.add('custody', `${row.id}/${line.place - 1}`, 'missing');
    }
    const audit = await db.selectFrom('audit_line').selectAll().where('number', '=', line.audit).executeTakeFirst();
    if (audit === undefined || !agrees(line, audit)) {
      found.add('custody', `${row.id}/${line.place}`, 'damaged', `line ${line.audit} of the audit log says otherwise`);
    }
  }
}

function agrees(line: EvidenceCustodyRow, audit: AuditLineRow): boolean {
  const action: string | undefined = Object.entries(actionOf).find(([what]) => what === line.what)?.[1];
  return (
    audit.action === action &&
    audit.subject === subjectOf(line.item) &&
    audit.by === line.by &&
    audit.at === line.at &&
    hashIn(audit) === custodyHash(line)
  );
}

function hashIn({ detail }: AuditLineRow): unknown {
  try {
    return JSON.parse(detail).custody;
  } catch {
    return null;
  }
}

/** What the audit log tells of must be there: an item, and the line of its custody. */
async function verifyAuditLines(db: Kysely<Records>, found: Found): Promise<void> {
  const items = new Set<string>();
  for (let after = -1; ; ) {
    const lines = await db
      .selectFrom('audit_line')
      .leftJoin('evidence_custody', 'evidence_custody.audit', 'audit_line.number')
      .leftJoin('evidence_item', 'evidence_item.id', 'evidence_custody.item')
      .select(['audit_line.number', 'audit_line.subject', 'evidence_custody.item', 'evidence_item.id'])
      .where('audit_line.number', '>', after)
      .where('audit_line.action', 'in', ACTIONS)
      .where('audit_line.subject', 'like', 'evidence:%')
      .orderBy('audit_line.number')
      .limit(READ_AT_ONCE)
      .execute();
    for (const { number, subject, item, id } of lines) {
      const named = SUBJECT.exec(subject)?.[1];
      if (named === undefined) continue;
      if (item === null)
        found.add('custody', named, 'missing', `the link that line ${number} of the audit log tells of`);
      else if (id === null && !items.has(named)) {
        items.add(named);
        found.add('item', named, 'missing', `line ${number} of the audit log tells of it`);
      }
    }
    const last = lines.at(-1);
    if (last === undefined || lines.length < READ_AT_ONCE) return;
    after = last.number;
  }
}

/** Blobs that no item has; and what lies in a storage without being written down. */
async function verifyBlobs({ db, storages }: Verifying, found: Found): Promise<void> {
  const orphans = await db
    .selectFrom('evidence_blob')
    .leftJoin('evidence_item', 'evidence_item.blob', 'evidence_blob.address')
    .select('evidence_blob.address')
    .where('evidence_blob.there_at', 'is not', null)
    .where('evidence_item.id', 'is', null)
    .limit(FAULTS_MAX)
    .execute();
  for (const { address } of orphans) found.add('blob', address, 'orphaned', 'no item has it');
  for (const storage of storages.values()) {
    try {
      for await (const address of storage.list()) {
        const row = await db
          .selectFrom('evidence_blob')
          .select('storage')
          .where('address', '=', address)
          .executeTakeFirst();
        if (row?.storage !== storage.name) found.add('blob', address, 'orphaned', `${storage.name} has it, and no row`);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : 'it can not be listed';
      found.add('blob', storage.name, 'unreadable', why);
    }
  }
}
