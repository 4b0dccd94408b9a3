/** The evidence of a case as the API shows it. */
import { type CustodyLine, custodyLine, type EvidenceItem, evidenceItem } from '@kith/contract';
import type { Kysely } from 'kysely';
import { ofFamily } from '../../cases/index.ts';
import type { EvidenceCustodyRow, EvidenceItemRow, Records } from '../../ground/database/index.ts';
import type { CaseSeal } from './case-seal.ts';
import type { CaseSeals } from './case-seals.ts';
import { reasonOf, subjectOf } from './custody.ts';
import { openHead } from './heads.ts';

/** Rows named in one question. */
const ASKED_AT_ONCE = 500;
/** Lines of custody that one answer shows of an item: the newest. */
const CUSTODY_SHOWN_MAX = 100;
const STAFF = /^staff:(.+)$/;

export interface Viewing {
  db: Kysely<Records>;
  seals: CaseSeals;
  /** whoever looks may see evidence: with names, hashes and reasons */
  names: boolean;
  /** how long what a case has is kept, and whether something holds it */
  untilOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, { until_ms: number | null; held: boolean }>>;
}

/** What a case has, and cases that were merged into it. */
const ofCase = (db: Kysely<Records>, caseId: string) =>
  db.selectFrom('evidence_item').where(ofFamily('evidence_item', caseId));

/** All of it, the oldest first. */
export const itemsOfCase = (db: Kysely<Records>, caseId: string): Promise<EvidenceItemRow[]> =>
  ofCase(db, caseId).selectAll().orderBy('taken_at').orderBy('id').execute();

export interface PageAsked {
  limit: number;
  /** `next` of the page before */
  after?: string | undefined;
}

/** Pieces as they are shown, of as many as there are. */
export interface ItemsPage {
  items: EvidenceItem[];
  count: number;
  next: string | null;
}

interface RowsPage {
  rows: readonly EvidenceItemRow[];
  /** on all pages */
  count: number;
  next: string | null;
}

/** A page of it: what is taken in meanwhile comes on a later one. @throws RangeError where `after` is no `next` */
export async function pageOfCase(db: Kysely<Records>, caseId: string, { limit, after }: PageAsked): Promise<RowsPage> {
  let wanted = ofCase(db, caseId).selectAll();
  if (after !== undefined) {
    const { at, id } = placeOf(after);
    wanted = wanted.where(({ eb, and, or }) =>
      or([eb('taken_at', '>', at), and([eb('taken_at', '=', at), eb('id', '>', id)])]),
    );
  }
  const found = await wanted
    .orderBy('taken_at')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const { count } = await ofCase(db, caseId)
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, count: Number(count), next: last === undefined ? null : `${last.taken_at}.${last.id}` };
}

function placeOf(after: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})\.([\w-]+)$/.exec(after) ?? [];
  if (at === undefined || id === undefined) throw new RangeError('is no `next` of a page');
  return { at: Number(at), id };
}

export async function viewItems(how: Viewing, rows: readonly EvidenceItemRow[]): Promise<EvidenceItem[]> {
  const ids = rows.map(({ id }) => id);
  const custody = await custodyOf(how.db, ids);
  const seen = await seenByPeople(how.db, ids);
  const nameOf = await namesOf(how.db, [...custody.values()].flat());
  const cases = [...new Set(rows.map(({ case_id }) => case_id))];
  const kept = await how.untilOf(cases);
  const seals = new Map<string, CaseSeal | null>();
  if (how.names) for (const id of cases) seals.set(id, await how.seals.ifThere(id));
  return rows.map((row) => {
    const seal = seals.get(row.case_id) ?? null;
    const head = seal === null ? null : openHead(seal, row);
    const { until_ms = null, held = false } = kept.get(row.case_id) ?? {};
    const gone = row.destroyed_at !== null;
    const lines = (custody.get(row.id) ?? []).slice(-CUSTODY_SHOWN_MAX);
    return {
      ...{ id: row.id, case: row.case_id, kind: evidenceItem.shape.kind.parse(row.kind), name: head?.name ?? null },
      ...{ mediaType: head?.mediaType ?? null, bytes: row.bytes, sha256: head?.sha256 ?? null },
      ...{ source: evidenceItem.shape.source.parse(row.source), account: row.account, about: head?.about ?? null },
      ...{ takenAt: iso(row.taken_at), seen: seen.has(row.id), held: held && !gone },
      keptUntil: gone || until_ms === null ? null : iso(until_ms),
      destroyedAt: row.destroyed_at === null ? null : iso(row.destroyed_at),
      custody: lines.map((line) => viewLine(line, nameOf, seal)),
    };
  });
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();

const viewLine = (
  line: EvidenceCustodyRow,
  nameOf: (by: string) => string | null,
  seal: CaseSeal | null,
): CustodyLine => ({
  ...{ at: iso(line.at), what: custodyLine.shape.what.parse(line.what), by: nameOf(line.by) },
  ...{ reason: reasonOf(line, seal), audit: line.audit },
});

async function custodyOf(db: Kysely<Records>, ids: readonly string[]): Promise<Map<string, EvidenceCustodyRow[]>> {
  const found = new Map<string, EvidenceCustodyRow[]>();
  for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
    const some = ids.slice(from, from + ASKED_AT_ONCE);
    const lines = await db
      .selectFrom('evidence_custody')
      .selectAll()
      .where('item', 'in', some)
      .orderBy('item')
      .orderBy('place')
      .execute();
    for (const line of lines) found.set(line.item, [...(found.get(line.item) ?? []), line]);
  }
  return found;
}

/** Which of them a person has opened: the audit log says so, and nothing else. */
export async function seenByPeople(db: Kysely<Records>, ids: readonly string[]): Promise<Set<string>> {
  const named = new Map(ids.map((id) => [subjectOf(id), id]));
  const subjects = [...named.keys()];
  const seen = new Set<string>();
  for (let from = 0; from < subjects.length; from += ASKED_AT_ONCE) {
    const lines = await db
      .selectFrom('audit_line')
      .select('subject')
      .distinct()
      .where('subject', 'in', subjects.slice(from, from + ASKED_AT_ONCE))
      .where('action', '=', 'evidence.opened')
      .where('by', 'like', 'staff:%')
      .execute();
    for (const { subject } of lines) seen.add(named.get(subject) ?? '');
  }
  return seen;
}

/** Pseudonyms of people; null for Kith itself. */
async function namesOf(
  db: Kysely<Records>,
  lines: readonly EvidenceCustodyRow[],
): Promise<(by: string) => string | null> {
  const people = [...new Set(lines.flatMap(({ by }) => STAFF.exec(by)?.[1] ?? []))];
  const rows =
    people.length === 0
      ? []
      : await db.selectFrom('staff').select(['id', 'pseudonym']).where('id', 'in', people).execute();
  const names = new Map(rows.map(({ id, pseudonym }) => [id, pseudonym]));
  return (by) => {
    const id = STAFF.exec(by)?.[1];
    if (id !== undefined) return names.get(id) ?? id;
    return by === 'system' ? null : by;
  };
}
