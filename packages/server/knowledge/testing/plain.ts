/** The plainest store there can be, and what tests of stores do with streams of events. */
import assert from 'node:assert/strict';
import { type CompiledPolicy, type Considered, compilePolicy, consider, type Decided, type Told } from '@kith/engine';
import type { CaseLine, CaseSeed, OutboxRow, ReportRow, SignalRow } from '../../ground/database/index.ts';
import { canonicalJson } from '../../ground/json/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadSecondLook } from '../../second-look/index.ts';
import { loadShippedCues } from '../../signals/index.ts';
import { type RecordRows, recordsOf } from '../records.ts';
import type { Committed, KnowledgeStore, Logged, StoreDuties } from '../store.ts';
import { WorkingSet } from '../working-set.ts';

export const outboxIds = async (store: KnowledgeStore): Promise<string[]> =>
  (await store.records.kysely.selectFrom('outbox').select('id').execute()).map(({ id }) => id);

const SEED = [
  ...(['id', 'account', 'queue', 'opened_at', 'updated_at', 'level', 'score', 'why', 'event', 'features'] as const),
  ...(['waits_since', 'rank'] as const),
];

const AUDIT = ['by', 'action', 'subject', 'detail'] as const;
/** Lines of the audit log without their places and times: those are the store's. */
export const auditIn = ({ audit }: RecordRows): unknown[] =>
  audit.map(({ by, action, subject, detail }) => ({ by, action, subject, detail: JSON.stringify(detail) }));

type Line = Pick<CaseLine, 'id' | 'kind' | 'detail'>;
const lineOf = ({ id, kind, detail }: Line): Line => ({ id, kind, detail });

/** The lines that histories have where nothing but the events happened: that a case was opened is said of the first. */
export const linesOf = ({ cases, lines }: RecordRows): Line[] =>
  lines.filter(({ opens }) => opens === null || cases.some(({ id }) => id === opens)).map(lineOf);

/** What families see, as a store has it: each table's rows in one order. */
export async function familiesIn({ records: { kysely } }: KnowledgeStore): Promise<unknown> {
  const rows = await Promise.all(
    FAMILY_TABLES.map((table) => kysely.selectFrom(table).selectAll().execute() as Promise<object[]>),
  );
  return Object.fromEntries(rows.map((of, i) => [FAMILY_TABLES[i], inOrder(of)]));
}

/** The same of rows that were never stored. */
export function familiesOf({ families }: RecordRows): unknown {
  const rows = [
    families?.days,
    families?.friends,
    families?.groups,
    families?.warnings,
    families?.keptAway,
    families?.changes,
  ];
  return Object.fromEntries(rows.map((of = [], i) => [FAMILY_TABLES[i], inOrder(of)]));
}

const FAMILY_TABLES = [
  ...(['family_day', 'family_friend', 'family_group', 'family_warning', 'family_kept_away', 'family_change'] as const),
];
const inOrder = (rows: readonly object[]): string[] => rows.map(canonicalJson).sort();

/** The signals, reports and open cases of a store with their histories, without the times at which they were written. */
export async function recordsIn(
  store: KnowledgeStore,
): Promise<{ signals: SignalRow[]; cases: CaseSeed[]; lines: unknown[]; reports: ReportRow[]; audit: unknown[] }> {
  const { kysely } = store.records;
  const signals = await kysely.selectFrom('signal').selectAll().orderBy('id').execute();
  const cases = await kysely.selectFrom('cases').select(SEED).orderBy('account').execute();
  const lines = await kysely.selectFrom('case_event').select(['id', 'kind', 'detail']).orderBy('id').execute();
  const reports = await kysely.selectFrom('report').selectAll().orderBy('id').execute();
  const audit = await kysely.selectFrom('audit_line').select(AUDIT).orderBy('number').execute();
  return { signals, cases: cases.map(timeless), lines, reports: reports.map(arrived), audit };
}

/** A report without when it came, and which case it joined: those are the store's. */
export const arrived = (row: ReportRow): ReportRow => ({
  ...row,
  ...{ received_at: 0, acknowledged_at: row.acknowledged_at === null ? null : 0, case_id: null },
});

/** As it is stored; the case keeps the name that it was opened with, whatever joins it. */
export const timeless = (row: CaseSeed): CaseSeed => ({
  // what says whether it is opened at all is not stored
  ...(Object.fromEntries(SEED.map((column) => [column, row[column]])) as unknown as CaseSeed),
  ...{ id: '', opened_at: 0, updated_at: 0, waits_since: 0, rank: 0 },
});

/** What decides where nobody changed anything: the shipped policy, what the shipped cues say of codes, the second look. */
export const testPolicy: CompiledPolicy = compilePolicy(
  loadShippedPolicy(),
  loadShippedCues().settings,
  loadSecondLook(),
);

/** The same without what looks twice: its levels rise one after the other as evidence adds up. */
export const lookingOnce: CompiledPolicy = { ...testPolicy, risk: { ...testPolicy.risk, second: null } };

export const outboxRow = (id: string): OutboxRow => ({
  id,
  endpoint: 'main',
  type: 'notice.requested',
  body: '{}',
  created_at: 1,
  attempts: 0,
  next_at: 1,
  leased_until: 0,
  give_up_at: 86_400_001,
  delivered_at: null,
  dead_at: null,
  last_error: null,
});

/** One row an effect. */
const outboxOf = (told: Told, considered: Considered): OutboxRow[] =>
  considered.effects.map((_, i) => outboxRow(`${told.id}-${i}`));

export function plainDuties(changed: Partial<StoreDuties> = {}): StoreDuties {
  return {
    policy: () => testPolicy,
    outbox: outboxOf,
    failed: (error) => {
      throw error;
    },
    struggling: (work, cause) => {
      throw new Error(work, { cause });
    },
    ...changed,
  };
}

/** What a stream comes to when it is decided event by event in plain maps; an id counts once. */
export function plainly(
  stream: readonly Told[],
  policy: CompiledPolicy = testPolicy,
): {
  set: WorkingSet;
  decisions: Map<string, Decided>;
  outbox: string[];
  records: RecordRows;
} {
  const set = new WorkingSet();
  const decisions = new Map<string, Decided>();
  const outbox: string[] = [];
  const all: { told: Told; considered: Considered }[] = [];
  for (const told of stream) {
    if (decisions.has(told.id)) continue;
    const considered = consider(set, told, policy);
    decisions.set(told.id, considered.decision);
    set.apply(considered.changes);
    outbox.push(...outboxOf(told, considered).map((row) => row.id));
    all.push({ told, considered });
  }
  return { set, decisions, outbox, records: recordsOf(all, 0) };
}

/** Decisions as they are told: what JSON leaves out is left out. */
export const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export async function collect(chunks: AsyncIterable<readonly Logged[]>): Promise<Logged[]> {
  return (await Array.fromAsync(chunks)).flat();
}

/** Commits a stream in blocks of a size, one after the other. */
export async function commitAll(store: KnowledgeStore, stream: readonly Told[], size = 100): Promise<void> {
  for (let i = 0; i < stream.length; i += size) {
    for (const committed of await store.commit(stream.slice(i, i + size))) assert.notEqual(committed.status, 'failed');
  }
}

export const statuses = (committed: readonly Committed[]): string[] => committed.map(({ status }) => status);
