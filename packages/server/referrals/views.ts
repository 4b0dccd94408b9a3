/** Referrals as the console sees them: how they stand, for whoever may read that, and never what they say. */
import {
  type AuthorityRequest,
  type FilingView,
  filingView,
  type ReferralStep,
  type ReferralSummary,
  type ReferralView,
  referralState,
  referralStep,
} from '@kith/contract';
import type { Kysely } from 'kysely';
import { pseudonymsOf } from '../cases/index.ts';
import type {
  AuthorityRequestRow,
  Records,
  ReferralFilingRow,
  ReferralRow,
  ReferralStepRow,
} from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { evidenceIn, isBare, priorityIn, readReferral } from './content.ts';
import { rootOf, rootsOf } from './family.ts';
import { problemWords } from './filing-words.ts';
import { unmarkedIn } from './marking.ts';
import { noteOf } from './notes.ts';
import type { ReferralOptions } from './options.ts';
import { problemsOf } from './problems.ts';
import { requestsOf, wordsOfRequest } from './requests.ts';
import { guarded, wordsOf } from './sealed.ts';

/** Who looks. */
export interface Viewer {
  by: string;
  language: Language;
  /** may work on it: sees which fields are missing */
  works: boolean;
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
const isoOrNull = (at_ms: number | null): string | null => (at_ms === null ? null : iso(at_ms));

/** Rows of a list, with what waits beside each. */
export async function viewSummaries(
  options: ReferralOptions,
  rows: readonly ReferralRow[],
  language: Language,
): Promise<ReferralSummary[]> {
  const db = options.store.records.kysely;
  const ids = rows.map(({ id }) => id);
  const cases = rows.map(({ case_id }) => case_id);
  const [filings, requests, roots] = await Promise.all([
    filingsOf(db, ids),
    openRequestsOf(db, ids),
    rootsOf(db, cases),
  ]);
  return rows.map((row) =>
    summaryOf(options, row, {
      ...{ language, filing: filings.get(row.id), due_at: requests.get(row.id) },
      root: roots.get(row.case_id) ?? row.case_id,
    }),
  );
}

interface Beside {
  /** the case that it is in by now */
  root: string;
  language: Language;
  filing: ReferralFilingRow | undefined;
  /** when the first answer to its authority is due */
  due_at: number | undefined;
}

function summaryOf(
  options: ReferralOptions,
  row: ReferralRow,
  { language, filing, due_at, root }: Beside,
): ReferralSummary {
  const now_ms = options.clock();
  return {
    ...{ id: row.id, case: root, account: row.account, kind: row.kind },
    authority: options.kinds.find(row.kind)?.authority[language] ?? row.kind,
    ...{ state: referralState.parse(row.state), priority: priorityIn(row), dueAt: isoOrNull(row.due_at) },
    overdue: row.due_at !== null && row.due_at < now_ms,
    ...{ reference: row.reference, createdAt: iso(row.created_at), sentAt: isoOrNull(row.sent_at) },
    ...{ requestDueAt: isoOrNull(due_at ?? null), stuck: filing?.stuck === 1, test: row.test === 1 },
    version: row.version,
  };
}

async function filingsOf(db: Kysely<Records>, ids: readonly string[]): Promise<Map<string, ReferralFilingRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('referral_filing').selectAll().where('referral', 'in', ids).execute();
  return new Map(rows.map((row) => [row.referral, row]));
}

async function openRequestsOf(db: Kysely<Records>, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('authority_request')
    .select(({ fn }) => ['referral', fn.min('due_at').as('due_at')])
    .where('referral', 'in', ids)
    .where('answered_at', 'is', null)
    .groupBy('referral')
    .execute();
  return new Map(rows.map(({ referral, due_at }) => [referral, Number(due_at)]));
}

/** How often its parts are read anew where somebody changes it meanwhile: a courier takes some steps a second at most. */
const READ_MAX = 10;

interface Parts {
  row: ReferralRow;
  steps: ReferralStepRow[];
  requests: AuthorityRequestRow[];
  filing: ReferralFilingRow | undefined;
}

/**
 * A referral with all that stands beside it, of one moment: each change is a version, so parts between two looks at the same
 * version belong to it. No transaction: on SQLite that would hold up everybody who writes.
 * @throws ProblemError `not_known`, `busy`
 */
async function readAtOnce(options: ReferralOptions, id: string): Promise<Parts> {
  const db = options.store.records.kysely;
  let row = await readReferral(db, id);
  for (let tries = 0; tries < READ_MAX; tries++) {
    const steps = await db
      .selectFrom('referral_step')
      .selectAll()
      .where('referral', '=', id)
      .orderBy('at')
      .orderBy('place')
      .execute();
    const requests = await requestsOf(options, row);
    const filing = (await filingsOf(db, [id])).get(id);
    const after = await readReferral(db, id);
    if (after.version === row.version) return { row, steps, requests, filing };
    row = after;
  }
  throw new ProblemError('busy', 'the referral changes all the time: look again in a moment');
}

export async function viewReferral(options: ReferralOptions, id: string, viewer: Viewer): Promise<ReferralView> {
  const { store, vault } = options;
  const { by, language } = viewer;
  const db = store.records.kysely;
  const { row, steps, requests, filing } = await readAtOnce(options, id);
  const nameOf = await pseudonymsOf(db, [
    row.drafted_by,
    row.edited_by,
    row.checked_by,
    row.approved_by,
    ...steps.map((s) => s.by_staff),
  ]);
  const open = requests.filter(({ answered_at }) => answered_at === null).map(({ due_at }) => due_at);
  const due_at = open.length === 0 ? undefined : Math.min(...open);
  const kind = options.kinds.find(row.kind);
  const priority = priorityIn(row);
  const unsent = row.state === 'drafted' || row.state === 'checked' || row.state === 'approved';
  const drafted = viewer.works && row.state === 'drafted' ? await problemsOf(options, row, language) : null;
  const portal = kind?.filing.by === 'hand' ? kind.filing.portal : null;
  return {
    ...summaryOf(options, row, { language, filing, due_at, root: await rootOf(db, row.case_id) }),
    ...{
      draftedBy: nameOf(row.drafted_by),
      editedBy: nameOf(row.edited_by),
      checkedBy: nameOf(row.checked_by),
      approvedBy: nameOf(row.approved_by),
    },
    barred: barredFor(row, by),
    ...{ supplements: row.supplements, evidence: evidenceIn(row) },
    ...{ bare: unsent && (await isBare(db, row)), taken: [...(drafted?.taken ?? [])] },
    // without the values that there are
    problems: (drafted?.problems ?? []).map(({ path, kind: what, words }) => ({ path, kind: what, words })),
    filing: filing === undefined ? null : viewFiling(filing, row, language),
    requests: await Promise.all(requests.map((one) => viewRequest(options, row, one, viewer))),
    steps: await Promise.all(
      steps.map(async (step): Promise<ReferralStep> => {
        const what = referralStep.shape.what.parse(step.what);
        return { at: iso(step.at), what, by: nameOf(step.by_staff), note: await noteOf(options, row, step) };
      }),
    ),
    portal:
      portal === null
        ? null
        : { name: portal.name[language], url: portal.url, steps: [...portal.steps(priority, language)] },
    warnings: unsent && kind !== null ? [...kind.warnings(priority, language)] : [],
    unverified: kind?.unverified?.[language] ?? null,
    besides: await wordsOf(vault, row.case_id, `referral:${row.id}:besides`, row.besides),
    covered: row.state === 'covered' ? { by: row.covered_by, reference: row.covered_reference } : null,
    unmarked: unmarkedIn(row),
    ...{ copy: row.copy, receipt: row.receipt, referenceKeptUntil: isoOrNull(row.reference_until) },
    keptUntil: await keptUntil(options, row),
  };
}

function barredFor({ state, checked_by, edited_by }: ReferralRow, by: string): ReferralView['barred'] {
  if (state !== 'checked') return null;
  if (checked_by === by) return 'checked_it';
  return edited_by === by ? 'edited_it' : null;
}

/** As long as what its case has. */
async function keptUntil({ vault }: ReferralOptions, { copy, destroyed_at }: ReferralRow): Promise<string | null> {
  if (copy === null || destroyed_at !== null) return null;
  return (await guarded(() => vault.item(copy)))?.keptUntil ?? null;
}

function viewFiling(filing: ReferralFilingRow, row: ReferralRow, language: Language): FilingView {
  const { step, report, files, files_done, attempts, problem, due_at, stuck } = filing;
  return {
    ...{ step: filingView.shape.step.parse(step), report, filesDone: files_done, files, attempts },
    nextAt: attempts > 0 ? isoOrNull(due_at) : null,
    lastProblem: problem === null ? null : problemWords(problem, language),
    ...{ stuck: stuck === 1, test: row.test === 1 },
  };
}

async function viewRequest(
  options: ReferralOptions,
  row: ReferralRow,
  request: AuthorityRequestRow,
  { works }: Viewer,
): Promise<AuthorityRequest> {
  const { id, received_at, due_at, answered_at } = request;
  return {
    ...{ id, receivedAt: iso(received_at), dueAt: iso(due_at), answeredAt: isoOrNull(answered_at) },
    what: works ? await wordsOfRequest(options, row, request, 'what') : null,
    answer: works ? await wordsOfRequest(options, row, request, 'answer') : null,
    overdue: answered_at === null && due_at < options.clock(),
  };
}
