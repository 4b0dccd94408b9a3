/** Making the file for another operator, taking theirs, and what stands between the two. */
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records, SharedStateRow } from '../ground/database/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { writeShared } from './file.ts';
import type { SharedTrait } from './hashes.ts';
import type { Agreement } from './settings.ts';
import { type SignalSource, signedFile } from './source.ts';

type Store = Pick<KnowledgeStore, 'ask' | 'records'>;

/** Accounts that are asked about at once. */
const ASKED_AT_ONCE = 500;
/** Rows of one statement: SQLite takes no more parameters than some thousands. */
const ROWS_AT_ONCE = 300;

const BLANK = { sent_sequence: 0, sent_at: 0, sent: 0, taken_sequence: 0, taken_at: 0, taken: 0, void_at: 0 } as const;

export async function stateOf(db: Kysely<Records>, agreement: string): Promise<SharedStateRow> {
  const row = await db.selectFrom('shared_state').selectAll().where('agreement', '=', agreement).executeTakeFirst();
  return row ?? { agreement, ...BLANK };
}

async function keepState(trx: Transaction<Records>, row: SharedStateRow): Promise<void> {
  const { agreement: _, ...set } = row;
  await trx
    .insertInto('shared_state')
    .values(row)
    .onConflict((c) => c.column('agreement').doUpdateSet(set))
    .execute();
}

/**
 * All that is shared now: of accounts that are disabled for children's safety. Forgets on the way what was noted of accounts that
 * are gone and never were.
 */
async function sharedNow(store: Store, { name }: Agreement): Promise<SharedTrait[]> {
  const db = store.records.kysely;
  const found = new Map<string, SharedTrait>();
  let after = '';
  for (;;) {
    const accounts = await db
      .selectFrom('shared_hash')
      .select('account')
      .distinct()
      .where('agreement', '=', name)
      .where('account', '>', after)
      .orderBy('account')
      .limit(ASKED_AT_ONCE)
      .execute();
    const last = accounts.at(-1);
    if (last === undefined) return [...found.values()];
    after = last.account;
    const known = await store.ask((k) => accounts.map(({ account }) => k.account(account)));
    const barred = known.filter((account) => account.barred).map(({ id }) => id);
    const gone = known.filter(({ barred: is, status }) => !is && status === 'deleted').map(({ id }) => id);
    if (gone.length > 0) await db.deleteFrom('shared_hash').where('account', 'in', gone).execute();
    if (barred.length === 0) continue;
    const rows = await db
      .selectFrom('shared_hash')
      .select(['kind', 'hash'])
      .where('agreement', '=', name)
      .where('account', 'in', barred)
      .execute();
    for (const { kind, hash } of rows) {
      if (kind === 'email' || kind === 'telephone' || kind === 'payment') found.set(`${kind} ${hash}`, { kind, hash });
    }
  }
}

export interface Made {
  bytes: Buffer;
  sequence: number;
  entries: number;
}

/** @throws RangeError where the agreement is over */
export async function exportShared(store: Store, agreement: Agreement, now_ms: number): Promise<Made> {
  if (now_ms >= agreement.until_ms) throw new RangeError(`the agreement ${agreement.name} is over`);
  const traits = await sharedNow(store, agreement);
  // in an order that says nothing of who came first
  traits.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const db = store.records.kysely;
  return db.transaction().execute(async (trx) => {
    const state = await stateOf(trx, agreement.name);
    const sequence = state.sent_sequence + 1;
    await keepState(trx, { ...state, sent_sequence: sequence, sent_at: now_ms, sent: traits.length });
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'operator', action: 'shared.exported', subject: `agreement:${agreement.name}` },
      detail: { to: agreement.them, sequence, entries: traits.length },
    });
    return { bytes: writeShared(agreement, traits, sequence, now_ms), sequence, entries: traits.length };
  });
}

export interface Taken {
  sequence: number;
  entries: number;
  /** of what was there before */
  withdrawn: number;
}

/** In place of what was taken before, all or nothing. @throws SharingRefused */
export async function importShared(
  db: Kysely<Records>,
  agreement: Agreement,
  bytes: Buffer,
  now_ms: number,
  source: SignalSource = signedFile,
): Promise<Taken> {
  return db.transaction().execute(async (trx) => {
    const state = await stateOf(trx, agreement.name);
    const { header, traits } = source.read(bytes, agreement, state.taken_sequence, now_ms);
    const named = new Set(traits.map(({ kind, hash }) => `${kind} ${hash}`));
    const before = await leadsOf(trx, agreement.name);
    const withdrawn = before.filter(({ kind, hash }) => !named.has(`${kind} ${hash}`)).length;
    await trx.deleteFrom('shared_lead').where('agreement', '=', agreement.name).execute();
    const rows = [...named].map((one) => {
      const [kind = '', hash = ''] = one.split(' ');
      return { agreement: agreement.name, kind, hash };
    });
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
      await trx
        .insertInto('shared_lead')
        .values(rows.slice(i, i + ROWS_AT_ONCE))
        .execute();
    }
    const { sequence } = header;
    const taken = { taken_sequence: sequence, taken_at: now_ms, taken: rows.length };
    await keepState(trx, { ...state, ...taken, void_at: Date.parse(header.expires) });
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'operator', action: 'shared.imported', subject: `agreement:${agreement.name}` },
      detail: { from: agreement.them, sequence, entries: rows.length, withdrawn, source: source.name },
    });
    return { sequence, entries: rows.length, withdrawn };
  });
}

export const leadsOf = (db: Kysely<Records>, agreement: string) =>
  db.selectFrom('shared_lead').select(['kind', 'hash']).where('agreement', '=', agreement).execute();
