/**
 * What Kith itself holds of a case, written down as one item of evidence: the accounts, what they did towards each other, the
 * messages that are kept, decisions, notices, signals, reports and rulings, from two weeks before (SI 2026/268 reg. 8(2), grade Q,
 * partial). It goes into the vault, and is Kith's own: nobody is told what it holds.
 */
import { PRESERVED_NAMES_MAX, SNAPSHOT_SCHEMA, type Snapshot } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { PreservationRow, Records } from '../../ground/database/index.ts';
import type { KeyFolder } from '../../ground/sealing/index.ts';
import { preserveForCase } from '../../kept/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import { readNames } from '../preservation/record.ts';
import type { Vault } from '../vault/vault.ts';
import { decisionsOf } from './decisions.ts';
import { contactsBetween, knownOf, otherContacts } from './known.ts';
import { messagesOf, type OpenReport, reportsOf, rulingsOf, signalsOf } from './records.ts';

export interface TakingOptions {
  store: KnowledgeStore;
  vault: Vault;
  /** the keys that kept texts are encrypted with */
  folder: KeyFolder;
  openReport: OpenReport;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Gives the item's id. @throws EvidenceError */
export async function takeSnapshot(
  options: TakingOptions,
  { case_id, preservation }: { case_id: string; preservation: string },
  signal: AbortSignal,
): Promise<string> {
  const { store, vault, clock } = options;
  const row = await requestOf(store.records.kysely, preservation);
  const taken = await gather(options, { ...row, case_id }, signal);
  return vault.put(
    {
      ...{ case: case_id, kind: 'snapshot', source: 'kith', name: `snapshot ${taken.takenAt}` },
      ...{ mediaType: 'application/json', account: row.account, about: null, at_ms: clock() },
      bytes: Buffer.from(JSON.stringify(taken)),
    },
    'system',
  );
}

const requestOf = (db: Kysely<Records>, id: string): Promise<PreservationRow> =>
  db.selectFrom('preservation').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

async function gather(
  { store, folder, openReport, clock }: TakingOptions,
  row: PreservationRow & { case_id: string },
  signal: AbortSignal,
): Promise<Snapshot> {
  const db = store.records.kysely;
  const now_ms = clock();
  const { account } = row;
  // what is kept for days only is copied first, so that it is there as long as the case is
  await preserveForCase({ db, folder, now_ms }, { id: row.case_id, account });
  const others = readNames(row.accounts)
    .filter((other) => other !== account)
    .slice(0, PRESERVED_NAMES_MAX);
  const of = { case: row.case_id, account, from_ms: row.from_at, to_ms: now_ms };
  const messages = await messagesOf(db, folder, of, now_ms);
  const logged = await decisionsOf(store, { ...of, others: new Set(others), signal });
  const rest = await otherContacts(store, account, new Set(others));
  const [signals, reports, rulings] = await Promise.all([
    signalsOf(db, of),
    reportsOf(db, of, openReport),
    rulingsOf(db, of),
  ]);
  const cut = { contacts: rest.cut, messages: messages.cut, decisions: logged.cut, log: logged.logCut };
  return {
    ...{ schema: SNAPSHOT_SCHEMA, case: row.case_id, preservation: row.id },
    ...{ takenAt: iso(now_ms), from: iso(of.from_ms), to: iso(of.to_ms) },
    accounts: await knownOf(store, [account, ...others], Math.floor(now_ms / 1000)),
    contacts: await contactsBetween(store, account, others),
    otherContacts: rest.contacts,
    ...{ messages: messages.found, decisions: logged.decisions },
    ...{ signals: signals.found, reports: reports.found, rulings: rulings.found },
    logFrom: logged.from_ms === null ? null : iso(logged.from_ms),
    cut: namesOfTrue({ ...cut, signals: signals.cut, reports: reports.cut, rulings: rulings.cut }),
  };
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();

type Cut = Snapshot['cut'][number];
const CUTS: readonly Cut[] = ['contacts', 'messages', 'decisions', 'signals', 'reports', 'rulings', 'log'];
const namesOfTrue = (cut: Readonly<Record<Cut, boolean>>): Cut[] => CUTS.filter((name) => cut[name]);
