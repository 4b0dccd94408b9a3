/** Drafting a referral: prefilled from its case, by a person or because a ruling asks for it. */
import type { Kysely, Transaction } from 'kysely';
import { lockCase, ofFamily } from '../cases/index.ts';
import { newPreservationId, requestPreservation } from '../evidence/index.ts';
import type { CaseRow, Records, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { newId, writeLine } from './acts.ts';
import { claimDraft } from './claims.ts';
import { evidenceIn, isContent, kindOf, readReferral, sealContent } from './content.ts';
import { rootOf } from './family.ts';
import type { PluggedKind } from './kinds/plugged.ts';
import { gather, readCase } from './known/gather.ts';
import type { ReferralOptions } from './options.ts';
import { takenOf } from './problems.ts';
import { guarded, seal } from './sealed.ts';
import { targetOf_ms } from './settings.ts';
import { ENDED_UNSENT } from './states.ts';

export interface Wanted {
  case: string;
  kind: string;
  supplements: string | null;
  /** why it is filed beside another authority's; null where nobody says */
  besides: string | null;
  /** a person of staff; null where Kith drafts it */
  by: string | null;
  /** since when it is known that there is something to report; null: since now */
  awareAt_ms: number | null;
}

/** States of an earlier one that can be added to: the authority has it. */
const HAD: readonly string[] = ['received', 'supplemented', 'retained'];

/**
 * @param also what is written with it, in the same transaction
 * @throws ProblemError `not_known`, `not_possible`, `reported_elsewhere`, `referral_state`
 */
export async function draft(
  options: ReferralOptions,
  wanted: Wanted,
  also: (trx: Transaction<Records>, row: ReferralRow) => Promise<void> = async () => {},
): Promise<ReferralRow> {
  const { store, vault, settings, clock } = options;
  const db = store.records.kysely;
  const kind = kindOf(options, wanted.kind);
  const about = await readCase(db, wanted.case);
  refuseMerged(about);
  const supplements = wanted.supplements === null ? null : await readReferral(db, wanted.supplements);
  if (supplements !== null) refuseSupplement(supplements, await rootOf(db, supplements.case_id), about, kind);
  const priority = settings.usualPriority;
  const known = await guarded(() => gather({ case: about, priority, supplements }, options));
  const had = supplements === null ? [] : await goneWith(db, supplements);
  // by what it is: the same bytes under another name are the same content
  const gone = new Set(known.evidence.filter(({ id }) => had.includes(id)).map(({ sha256 }) => sha256));
  const id = newId('ref');
  const taken = await takenOf(options, { id, case_id: about.id }, known);
  const evidence = known.evidence
    .filter((one) => isContent(one) && !gone.has(one.sha256) && !taken.includes(one.id))
    .map((one) => one.id);
  // before the transaction: a case's first key is a row of its own
  const content = await sealContent(options, about.id, id, kind.prefill({ ...known, goesWith: evidence }));
  const besides =
    wanted.besides === null ? null : await seal(vault, about.id, `referral:${id}:besides`, wanted.besides);
  return db.transaction().execute(async (trx) => {
    // somebody may have merged it meanwhile; whoever does from now on sees this referral
    refuseMerged(await lockCase(trx, about.id));
    const now_ms = clock();
    const aware_at = wanted.awareAt_ms ?? now_ms;
    const row: ReferralRow = {
      ...blank(kind, about, now_ms),
      ...{ id, supplements: wanted.supplements, priority, content, besides, drafted_by: wanted.by },
      ...{ evidence: JSON.stringify(evidence), aware_at, due_at: aware_at + targetOf_ms(settings, priority) },
    };
    await trx.insertInto('referral').values(row).execute();
    if (row.supplements === null) await claimDraft(trx, row, besides !== null);
    await askForMissing(trx, row, now_ms);
    if (row.test === 0) await answerInstead(trx, row);
    await also(trx, row);
    const detail = { supplements: row.supplements, besides: besides !== null };
    await writeLine(trx, row, { by: wanted.by, now_ms }, { what: 'drafted', action: 'referral.drafted', detail });
    return row;
  });
}

/** How long what was asked for a referral of the case is new enough, milliseconds. */
const LATELY_MS = 24 * 3_600_000;

/**
 * What the platform has of it is asked for, and what Kith holds is written down with that (evidence/preservation): who drafts
 * it by hand has asked for nothing yet. A ruling that refers the case has.
 */
async function askForMissing(trx: Transaction<Records>, row: ReferralRow, now_ms: number): Promise<void> {
  const lately = await trx
    .selectFrom('preservation')
    .select('id')
    .where('case_id', '=', row.case_id)
    .where('why', '=', 'referral')
    .where('state', '<>', 'withdrawn')
    .where('created_at', '>', now_ms - LATELY_MS)
    .limit(1)
    .executeTakeFirst();
  if (lately !== undefined) return;
  const wanted = {
    case_id: row.case_id,
    account: row.account,
    why: 'referral',
    ruling: null,
    by: row.drafted_by,
  } as const;
  await requestPreservation(trx, wanted, { id: newPreservationId(), now_ms, due_ms: now_ms });
}

/** Rulings that only what a test system got has answered are answered by this one. */
async function answerInstead(trx: Transaction<Records>, { id, case_id }: ReferralRow): Promise<void> {
  const tests = trx.selectFrom('referral').select('id').where(ofFamily('referral', case_id)).where('test', '=', 1);
  await trx.updateTable('referral_cause').set({ referral: id }).where('referral', 'in', tests).execute();
}

/** The evidence of one and of all that add to it, but for those of which nobody gets anything. */
async function goneWith(db: Kysely<Records>, first: ReferralRow): Promise<string[]> {
  const others = await db
    .selectFrom('referral')
    .select('evidence')
    .where('supplements', '=', first.id)
    .where('state', 'not in', ENDED_UNSENT)
    .execute();
  return [first, ...others].flatMap(evidenceIn);
}

function refuseMerged({ merged_into }: CaseRow): void {
  if (merged_into === null) return;
  throw new ProblemError('case_over', `this case was merged into ${merged_into}: report that one`, 'case');
}

/** @param root the case that the earlier one is in by now */
function refuseSupplement(earlier: ReferralRow, root: string, about: CaseRow, { kind, filing }: PluggedKind): void {
  if (root !== about.id || earlier.kind !== kind) {
    throw new ProblemError('invalid_field', 'supplements: must be of this case and this kind', 'supplements');
  }
  if (earlier.supplements !== null) {
    const message = `supplements: ${earlier.id} adds to ${earlier.supplements} itself: add to that one`;
    throw new ProblemError('invalid_field', message, 'supplements');
  }
  if (earlier.test === 1 && !(filing.by === 'machine' && filing.test)) {
    const message = 'supplements: a test system got that one, and no authority has it: draft one that adds to none';
    throw new ProblemError('invalid_field', message, 'supplements');
  }
  if (HAD.includes(earlier.state)) return;
  throw new ProblemError(
    'referral_state',
    'the authority does not have the earlier one yet: change that one',
    'supplements',
  );
}

const blank = (
  kind: PluggedKind,
  { id: case_id, account }: CaseRow,
  now_ms: number,
): Omit<ReferralRow, 'id' | 'content' | 'evidence' | 'priority' | 'aware_at' | 'due_at'> => ({
  ...{ case_id, account, kind: kind.kind, machine: Number(kind.filing.by === 'machine') },
  ...{ test: Number(kind.filing.by === 'machine' && kind.filing.test), supplements: null, state: 'drafted' },
  ...{ filing: 'idle', version: 0, besides: null, drafted_by: null, created_at: now_ms, updated_at: now_ms },
  ...{
    edited_by: null,
    checked_by: null,
    checked_at: null,
    approved_by: null,
    approved_at: null,
    sent_at: null,
    received_at: null,
  },
  ...{ reference: null, reference_until: null, copy: null, receipt: null, covered_by: null, covered_reference: null },
  ...{ retained_at: null, destroyed_at: null, unmarked: null },
});
