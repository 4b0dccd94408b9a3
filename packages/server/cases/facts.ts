/** What is known of cases, as their priority asks: from signals, reports, earlier rulings and knowledge. */
import { type EvidenceCode, evidenceCode, type Risk } from '@kith/contract';
import { isKnownChild, type Knowledge, type MediaVerdict, RISKS } from '@kith/engine';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { CaseRow, Records, ReportRow } from '../ground/database/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import type { CaseFacts, ReportedBy } from './priority.ts';

/** Others that one case's account turned to, of whom more is asked: the reach that counts is a handful. */
const OTHERS_MAX = 64;
/** Reports of one case that are looked at, the newest: from there on their number says nothing more. */
const REPORTS_MAX = 200;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface GatherOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  /** of policy's `earlier.days` */
  earlierDays: number;
  /** of policy's `danger.recentHours` */
  recentHours: number;
  now_ms: number;
}

export interface Gathered {
  facts: CaseFacts;
  ageBand: string;
  reports: number;
}

/** Of every case, in the order given. Set-based: so many statements, however many cases. */
export async function gather(
  cases: readonly CaseRow[],
  { store, earlierDays, recentHours, now_ms }: GatherOptions,
): Promise<Gathered[]> {
  const db = store.records.kysely;
  const merged = await mergedInto(db, cases);
  const accounts = [...new Set([...cases.map(({ account }) => account), ...merged.map(({ account }) => account)])];
  const [seen, reports, earlier, matched] = await Promise.all([
    seenOf(db, accounts),
    reportsOf(db, cases),
    harmfulBefore(db, accounts, now_ms - earlierDays * DAY_MS),
    matchedIn(db, [...cases.map(({ id }) => id), ...merged.map(({ id }) => id)]),
  ]);
  const parts = cases.map((row) => {
    const own = [row.account, ...merged.filter(({ into }) => into === row.id).map(({ account }) => account)];
    const ofCase = reports.filter(({ case_id }) => case_id === row.id);
    const others = seen.filter((one) => own.includes(one.account) && one.other !== null);
    const named = [...new Set([...others.flatMap(({ other }) => other ?? []), ...ofCase.flatMap(reporterOf)])];
    return { row, own, ofCase, named: named.slice(0, OTHERS_MAX) };
  });
  const since_s = Math.floor((now_ms - recentHours * HOUR_MS) / 1000);
  const known = await store.ask((k) => parts.map((part) => lookAt(k, part, since_s)));
  return parts.map(({ row, own, ofCase }, i) => {
    const codes = new Map<EvidenceCode, number>();
    for (const one of seen) {
      const code = evidenceCode.options.find((c) => c === one.code);
      if (code === undefined || !own.includes(one.account)) continue;
      codes.set(code, Math.max(codes.get(code) ?? 0, one.newest));
    }
    const { children, replied, ageBand } = known[i];
    return {
      ageBand,
      reports: ofCase.length,
      facts: {
        ...{ level: levelOf(row.level), codes, children, replied, reporters: reportersOf(ofCase) },
        categories: [...new Set(ofCase.map(({ category }) => category))],
        earlier: own.some((account) => earlier.has(account)),
        material: strictest([row.id, ...merged.filter(({ into }) => into === row.id).map(({ id }) => id)], matched),
      },
    };
  });
}

const levelOf = (level: string): Risk => RISKS.find((risk) => risk === level) ?? 'none';

interface Part {
  row: CaseRow;
  own: readonly string[];
  named: readonly string[];
}

/** Which of those that were named are children, as far as is known, and whether one of them has answered lately. */
function lookAt(k: Knowledge, { row, own, named }: Part, since_s: number) {
  let children = 0;
  let replied = false;
  for (const other of named) {
    if (!isKnownChild(k.account(other))) continue;
    children++;
    replied ||= own.some((account) => {
      const back = k.contact(other, account);
      return back.replies > 0 && back.lastAt >= since_s;
    });
  }
  return { children, replied, ageBand: k.account(row.account).ageBand };
}

async function mergedInto(db: Kysely<Records>, cases: readonly CaseRow[]) {
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'account', 'merged_into'])
    .where('merged_into', 'is not', null)
    .where(
      'merged_into',
      'in',
      cases.map(({ id }) => id),
    )
    .execute();
  return rows.flatMap(({ id, account, merged_into }) =>
    merged_into === null ? [] : [{ id, account, into: merged_into }],
  );
}

async function seenOf(db: Kysely<Records>, accounts: readonly string[]) {
  const rows = await db
    .selectFrom('signal')
    .select(({ fn }) => ['account', 'code', 'other', fn.max('at').as('newest')])
    .where('account', 'in', accounts)
    .where('code', 'in', evidenceCode.options)
    .groupBy(['account', 'code', 'other'])
    .execute();
  return rows.map((row) => ({ ...row, newest: Number(row.newest) }));
}

const matchDetail = z.looseObject({ verdict: z.enum(['likely', 'verified']) });

/** Known material in the histories of cases, each as strict as it was seen. */
async function matchedIn(db: Kysely<Records>, cases: readonly string[]) {
  const rows = await db
    .selectFrom('case_event')
    .select(['case_id', 'detail'])
    .distinct()
    .where('kind', '=', 'material_matched')
    .where('case_id', 'in', cases)
    .execute();
  return rows.map(({ case_id, detail }) => ({ case_id, ...matchDetail.parse(JSON.parse(detail)) }));
}

function strictest(ids: readonly string[], matched: Awaited<ReturnType<typeof matchedIn>>): MediaVerdict {
  const own = matched.filter(({ case_id }) => ids.includes(case_id));
  return own.some(({ verdict }) => verdict === 'verified') ? 'verified' : own.length > 0 ? 'likely' : 'none';
}

type Reported = Pick<
  ReportRow,
  'case_id' | 'source' | 'trusted' | 'reporter' | 'child' | 'category' | 'flagger' | 'id'
>;

const reportsOf = (db: Kysely<Records>, cases: readonly CaseRow[]): Promise<Reported[]> =>
  db
    .selectFrom('report')
    .select(['case_id', 'source', 'trusted', 'reporter', 'child', 'category', 'flagger', 'id'])
    .where('case_id', 'is not', null)
    .where(
      'case_id',
      'in',
      cases.map(({ id }) => id),
    )
    .orderBy('received_at', 'desc')
    .limit(REPORTS_MAX * cases.length)
    .execute();

const reporterOf = ({ reporter }: Reported): string[] => (reporter === null ? [] : [reporter]);

/** Who reports, each person once: a hundred reports by one are one voice. */
function reportersOf(reports: readonly Reported[]): readonly ReportedBy[] {
  const voices = new Map<string, ReportedBy>();
  for (const report of reports) voices.set(report.reporter ?? report.flagger ?? report.id, trustOf(report));
  return [...voices.values()];
}

/** Who a report is by, as far as trust goes. The platform's own staff are as good as trusted flaggers. */
export function trustOf({ source, trusted, child }: Pick<ReportRow, 'source' | 'trusted' | 'child'>): ReportedBy {
  if (trusted === 1) return 'trusted';
  switch (source) {
    case 'flagger':
    case 'platform':
      return 'trusted';
    case 'guardian':
      return 'guardian';
    case 'nobody':
      return 'anonymous';
    case 'user':
      return child === 1 ? 'child' : 'adult';
    default:
      return source satisfies never;
  }
}

/** Accounts on which a ruling is in force that found a violation. */
async function harmfulBefore(db: Kysely<Records>, accounts: readonly string[], since_ms: number) {
  const rows = await db
    .selectFrom('ruling')
    .select(['account', 'measures'])
    .where('account', 'in', accounts)
    .where('state', '=', 'in_force')
    .where('first_at', '>=', since_ms)
    .execute();
  const harmless = new Set(['no_violation', 'restore']);
  const isHarmful = (measures: unknown): boolean =>
    Array.isArray(measures) && measures.some((one) => typeof one === 'string' && !harmless.has(one));
  return new Set(rows.filter(({ measures }) => isHarmful(JSON.parse(measures))).map(({ account }) => account));
}
