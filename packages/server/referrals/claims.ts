/**
 * What a referral has for itself, so that nothing is reported by two routes. Rows with a key that the database holds unique: of two
 * people who draft, or approve, at the same moment on any machine, one is refused.
 *
 *   `case`          it is the first of its case: whatever else is drafted is beside it, and says why
 *   `kind:KIND`     there is one of a kind; more goes to the same authority as a supplement
 *   `evidence:ID`   this piece of evidence goes with it, and with no other, whichever authority gets that: from its approval on
 *   `content:MARK`  so does what it holds: the same bytes under another name are the same content
 *
 * A referral that ends unsent gives back all it has, and so does one that a test system got: no authority has it. What it has counts
 * for the case that its own is in by now: whoever merges two takes it along (cases/merge.ts).
 */
import type { Kysely, Transaction } from 'kysely';
import type { Records, ReferralClaimRow, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { lockRoot, rootOf } from './family.ts';

const CASE = 'case';
const kindClaim = (kind: string): string => `kind:${kind}`;
/** A piece of evidence, and what its bytes are told apart by: a mark for each key of the case. */
export interface Content {
  id: string;
  marks: readonly string[];
}

const contentClaims = ({ id, marks }: Content): string[] => [
  `evidence:${id}`,
  ...marks.map((mark) => `content:${mark}`),
];

/** Who holds something; null where nobody does. */
async function holderOf(db: Kysely<Records>, caseId: string, what: string): Promise<ReferralClaimRow | null> {
  const row = await db
    .selectFrom('referral_claim')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('what', '=', what)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes what nobody has. @returns who has it now */
async function take(trx: Transaction<Records>, wanted: ReferralClaimRow): Promise<ReferralClaimRow> {
  await trx
    .insertInto('referral_claim')
    .values(wanted)
    .onConflict((c) => c.columns(['case_id', 'what']).doNothing())
    .execute();
  // a conflict is found when the other transaction has ended, so its row can be read
  const holder = await holderOf(trx, wanted.case_id, wanted.what);
  if (holder === null) throw new ProblemError('referral_changed', 'somebody else acted at the same moment: look again');
  return holder;
}

type Claiming = Pick<ReferralRow, 'id' | 'case_id' | 'kind'>;

/**
 * For a referral that is drafted and adds to none.
 * @throws ProblemError `reported_elsewhere`: what there is already, and what can be done
 */
export async function claimDraft(trx: Transaction<Records>, row: Claiming, besides: boolean): Promise<void> {
  const { id: referral, case_id, kind } = row;
  const same = await take(trx, { case_id, what: kindClaim(kind), kind, referral });
  if (same.referral !== referral) {
    const message = `there is a referral of this kind already, ${same.referral}: complete that one, or supplement it`;
    throw new ProblemError('reported_elsewhere', message, 'kind');
  }
  const first = await take(trx, { case_id, what: CASE, kind, referral });
  if (first.referral !== referral && !besides) throw elsewhere(first);
}

const elsewhere = ({ kind, referral }: ReferralClaimRow): ProblemError =>
  new ProblemError(
    'reported_elsewhere',
    `this case is reported to another authority (${kind}, ${referral}), and nothing is reported twice: ` +
      'say that this is covered by it, or why it is filed beside it',
    'besides',
  );

/** Whether it is the first of its case, or adds to one: it need not say what it has that the other lacks. */
export async function isFirst(db: Kysely<Records>, row: ReferralRow): Promise<boolean> {
  if (row.supplements !== null) return true;
  return (await holderOf(db, await rootOf(db, row.case_id), CASE))?.referral === row.id;
}

/**
 * For one that is approved: the content that goes with it.
 * @throws ProblemError `reported_elsewhere` where it goes with another, or nothing is its own
 */
export async function claimContent(
  trx: Transaction<Records>,
  row: ReferralRow,
  content: readonly Content[],
): Promise<void> {
  if (content.length === 0 && !(await isFirst(trx, row))) {
    const message = 'another authority gets this case: what is filed beside it needs content of its own';
    throw new ProblemError('reported_elsewhere', message, 'evidence');
  }
  const { kind, id: referral } = row;
  const case_id = await lockRoot(trx, row.case_id);
  const wanted = content.flatMap((one) => contentClaims(one).map((what) => ({ id: one.id, what })));
  // in one order, so that two who do this at once do not wait for each other
  for (const { id, what } of wanted.sort((a, b) => (a.what < b.what ? -1 : 1))) {
    const holder = await take(trx, { case_id, what, kind, referral });
    if (holder.referral === referral) continue;
    const where = holder.kind === kind ? 'to the same authority with another referral' : 'to another authority';
    const message = `${id} goes ${where} already (${holder.kind}, ${holder.referral}): leave it out`;
    throw new ProblemError('reported_elsewhere', message, 'evidence');
  }
}

/** Which of a case's content goes with another referral than this one. @returns their ids */
export async function takenByOthers(
  db: Kysely<Records>,
  { id: referral, root }: { id: string; root: string },
  content: readonly Content[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('referral_claim')
    .select('what')
    .where('case_id', '=', root)
    .where('referral', '<>', referral)
    .execute();
  const taken = new Set(rows.map(({ what }) => what));
  return content.filter((one) => contentClaims(one).some((what) => taken.has(what))).map(({ id }) => id);
}

/** It ended unsent, or was given back: nothing of its content is its own any more. */
export async function releaseContent(trx: Transaction<Records>, referral: string): Promise<void> {
  await trx
    .deleteFrom('referral_claim')
    .where('referral', '=', referral)
    .where(({ or, eb }) => or([eb('what', 'like', 'evidence:%'), eb('what', 'like', 'content:%')]))
    .execute();
}

/** @param to which takes its place as the first of the case, where it covers it */
export async function releaseAll(trx: Transaction<Records>, row: ReferralRow, to: ReferralRow | null): Promise<void> {
  const root = await lockRoot(trx, row.case_id);
  const first = await holderOf(trx, root, CASE);
  await trx.deleteFrom('referral_claim').where('referral', '=', row.id).execute();
  if (to === null || first?.referral !== row.id || (await rootOf(trx, to.case_id)) !== root) return;
  await take(trx, { case_id: root, what: CASE, kind: to.kind, referral: to.id });
}
