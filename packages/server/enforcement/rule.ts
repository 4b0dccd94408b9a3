/**
 * Ruling on a case. The life of a ruling:
 *
 *   (first look) --one person is enough--> in_force --an appeal was right--> overturned
 *        |                                    ^ |
 *        '--two are needed--> proposed --confirm' '--undo--> proposed (a confirmation), or withdrawn
 *                              |    '--disagree--> disagreed
 *                              '--undo--> withdrawn
 *
 * Each step is one transaction: the ruling, the case that it is about (compare-and-set by its version), what follows from it,
 * and its line in the audit log. What follows waits UNDO_MS; nothing leaves that could still be taken back.
 */
import { type AuditAction, type EnforcementPolicy, type RulingInput, UNDO_MS } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { appendAudit } from '../ground/audit/index.ts';
import type { CaseRow, Records, RulingRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { cohortOf } from '../learning/index.ts';
import type { CaseDoor, CaseMoment } from './case-door.ts';
import { follow, readMeasures, type Telling, unfollow } from './follow.ts';
import { newId } from './ids.ts';
import { permit } from './measures.ts';
import { REFERRAL_PENDING } from './referral.ts';
import { lastStanding } from './standing.ts';
import { liftsWhatTwoRuled, refuseChangedStanding, refuseLoosening } from './standing-changes.ts';

export interface RulingOptions {
  db: Kysely<Records>;
  cases: CaseDoor;
  /** what may be ruled, as the policy in force has it */
  settings: () => EnforcementPolicy;
  /** the versions in force of the policy and of the risk model */
  versions: () => { policy: string; model: string };
  /** milliseconds since 1970 */
  clock: () => number;
}

/** What became of a step. */
export interface Ruled {
  ruling: RulingRow;
  /** the case's version from now on */
  version: number;
}

/** The first look. @throws ProblemError `invalid_field`, `case_changed`, or what the case refuses */
export async function rule(options: RulingOptions, about: string, by: string, input: RulingInput): Promise<Ruled> {
  const { db, cases, clock } = options;
  const settings = options.settings();
  const permitted = permit(input, settings);
  if (!permitted.ok) throw new ProblemError('invalid_field', permitted.message, permitted.field);
  await cases.looked(db, about, by, input.measures);
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const moment: CaseMoment = { case: about, version: input.version, by, now_ms };
    const detail = { measures: input.measures.join(' '), policy: input.policy, refer: input.refer };
    const second = permitted.second || (await liftsWhatTwoRuled(trx, about, input.measures, settings));
    const judged = await cases.act(trx, moment, { act: 'rule', second }, detail);
    await refuseLoosening(trx, judged.account, input.measures);
    const telling = tellingOf(input, settings, by);
    const stands = await lastStanding(trx, judged.account);
    const cohort = await cohortOf(trx, judged.account);
    const made = {
      ...options.versions(),
      now_ms,
      second,
      untold: telling.heldBecause,
      stood: stands?.id ?? null,
      cohort,
    };
    const ruling = rulingRow(judged, by, input, made);
    await trx.insertInto('ruling').values(ruling).execute();
    if (!second) await follow(trx, { ruling, policy: permitted.policy, telling, settings, now_ms });
    const action = second ? 'ruling.proposed' : 'ruling.made';
    await note(trx, ruling, by, now_ms, action, { ...detail, told: telling.heldBecause === null });
    return { ruling, version: judged.version };
  });
}

/**
 * The second look, by somebody else: it holds from now on.
 * @throws ProblemError `standing_changed` where something else holds of the account than when it was proposed, and they have
 * not said that they saw it
 */
export async function confirm(options: RulingOptions, id: string, by: string, look: SecondLook): Promise<Ruled> {
  const { db, cases, clock } = options;
  const settings = options.settings();
  const { case_id, measures } = await proposedRuling(db, id, by);
  await cases.looked(db, case_id, by, readMeasures({ measures }));
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const proposed = await proposedRuling(trx, id, by);
    const permitted = permit({ ...proposed, measures: readMeasures(proposed), refer: proposed.refer === 1 }, settings);
    // a policy that was taken away meanwhile is nothing to enforce under: disagree, and rule anew
    if (!permitted.ok) throw new ProblemError('invalid_field', permitted.message, permitted.field);
    const moment: CaseMoment = { case: proposed.case_id, version: look.version, by, now_ms };
    const judged = await cases.act(trx, moment, { act: 'confirm' }, { ruling: id }, look.note);
    await refuseChangedStanding(trx, proposed, look.seen);
    const set = {
      ...{ state: 'in_force', second_by: by, second_at: now_ms, second_agreed: 1, second_note: look.note ?? null },
      ...{ undo_until: now_ms + UNDO_MS, in_force_at: now_ms, due_at: now_ms + UNDO_MS },
    };
    const ruling = await step(trx, proposed, set);
    const telling = { heldBecause: ruling.untold, by: ruling.first_by };
    await follow(trx, { ruling, policy: permitted.policy, telling, settings, now_ms });
    await note(trx, ruling, by, now_ms, 'ruling.confirmed', { first: ruling.first_by });
    return { ruling, version: judged.version };
  });
}

/** The second person sees it otherwise: the case is open again, and whoever takes it next reads why. */
export async function disagree(options: RulingOptions, id: string, by: string, look: SecondLook): Promise<Ruled> {
  const { db, cases, clock } = options;
  if (look.note === undefined) throw new ProblemError('missing_field', 'say why: the next one reads it', 'note');
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const proposed = await proposedRuling(trx, id, by);
    const moment: CaseMoment = { case: proposed.case_id, version: look.version, by, now_ms };
    const judged = await cases.act(trx, moment, { act: 'disagree' }, { ruling: id }, look.note);
    const set = { second_by: by, second_at: now_ms, second_agreed: 0, second_note: look.note ?? null };
    const ruling = await step(trx, proposed, { ...set, state: 'disagreed', undo_until: 0 });
    await note(trx, ruling, by, now_ms, 'ruling.disagreed', { first: ruling.first_by });
    return { ruling, version: judged.version };
  });
}

/** Takes back what one did last, within UNDO_MS, before anything has left. The case is in one's hands again. */
export async function undo(options: RulingOptions, id: string, by: string): Promise<Ruled> {
  const { db, cases, clock } = options;
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const made = await findRuling(trx, id);
    const confirmed = made.second_by !== null;
    const open = made.state === 'in_force' || made.state === 'proposed';
    if (!open || now_ms > made.undo_until || (made.second_by ?? made.first_by) !== by) throw tooLate();
    if (!(await unfollow(trx, id))) throw tooLate();
    const moment: CaseMoment = { case: made.case_id, version: null, by, now_ms };
    const judged = await cases.act(trx, moment, { act: 'undo' }, { ruling: id });
    const nobody = { second_by: null, second_at: null, second_agreed: null, second_note: null };
    const ruling = await step(trx, made, {
      ...(confirmed ? nobody : {}),
      ...{ state: confirmed ? 'proposed' : 'withdrawn', undo_until: 0, in_force_at: null, due_at: null },
    });
    await note(trx, ruling, by, now_ms, 'ruling.undone', { step: confirmed ? 'second' : 'first' });
    return { ruling, version: judged.version };
  });
}

export interface SecondLook {
  /** of the case, as it was seen */
  version: number;
  note?: string | undefined;
  /** what decides how the account stands, as they saw it; undefined: nothing has changed since it was proposed */
  seen?: string | null | undefined;
}

const tooLate = () => new ProblemError('too_late', 'this can not be taken back any more, or not by you');

interface Made {
  policy: string;
  model: string;
  now_ms: number;
  second: boolean;
  untold: string | null;
  stood: string | null;
  cohort: string | null;
}

function rulingRow(judged: CaseRow, by: string, input: RulingInput, made: Made): RulingRow {
  const { now_ms, second, untold, stood, cohort } = made;
  return {
    ...{ id: newId('rul'), case_id: judged.id, account: judged.account, measures: JSON.stringify(input.measures) },
    ...{ policy: input.policy, policy_version: made.policy, reason: input.reason, untold },
    ...{ content: JSON.stringify(input.content ?? []), refer: Number(input.refer), machine: Number(byMachine(judged)) },
    ...{ state: second ? 'proposed' : 'in_force', first_by: by, first_at: now_ms, undo_until: now_ms + UNDO_MS },
    ...{ second_by: null, second_at: null, second_agreed: null, second_note: null },
    ...{ in_force_at: second ? null : now_ms, due_at: second ? null : now_ms + UNDO_MS, final: 0, final_at: null },
    ...{ features: judged.features, model: made.model, drawn: drawnAt(judged), stood, cohort },
  };
}

const why = z.looseObject({
  rule: z.string().optional(),
  report: z.unknown().optional(),
  material: z.string().optional(),
  sample: z.looseObject({ probability: z.number() }).optional(),
});
const whyOf = ({ why: json }: CaseRow): z.infer<typeof why> => why.safeParse(JSON.parse(json)).data ?? {};

/** Whether Kith's own detection, or a rule, brought it to people; not where people reported it or it was drawn at random. */
function byMachine(judged: CaseRow): boolean {
  const { rule, material } = whyOf(judged);
  return judged.level !== 'none' || rule !== undefined || material !== undefined;
}

/** How likely the account was to be drawn for review; null where it was not drawn. */
const drawnAt = (judged: CaseRow): number | null => whyOf(judged).sample?.probability ?? null;

/** The policy comes first: where it says to wait for a referral, nobody can say otherwise here. */
function tellingOf(input: RulingInput, settings: EnforcementPolicy, by: string): Telling {
  const waits = input.refer && !settings.statement.whileReferred;
  return { heldBecause: input.untoldBecause ?? (waits ? REFERRAL_PENDING : null), by };
}

export async function findRuling(trx: Kysely<Records>, id: string): Promise<RulingRow> {
  const found = await trx.selectFrom('ruling').selectAll().where('id', '=', id).executeTakeFirst();
  if (found === undefined) throw new ProblemError('not_known', 'there is no such ruling', 'id');
  return found;
}

async function proposedRuling(trx: Kysely<Records>, id: string, by: string): Promise<RulingRow> {
  const proposed = await findRuling(trx, id);
  if (proposed.state !== 'proposed') throw new ProblemError('case_changed', 'this ruling waits for nobody any more');
  // the case knows it too; that two people looked must not hang on one check
  if (proposed.first_by === by)
    throw new ProblemError('first_look', 'you took the first look: somebody else must take the second');
  return proposed;
}

/** Changes a ruling that is still as it was read. */
async function step(trx: Transaction<Records>, was: RulingRow, set: Partial<RulingRow>): Promise<RulingRow> {
  const became = await trx
    .updateTable('ruling')
    .set(set)
    .where('id', '=', was.id)
    .where('state', '=', was.state)
    .returningAll()
    .executeTakeFirst();
  if (became === undefined) throw new ProblemError('case_changed', 'somebody else has changed this ruling meanwhile');
  return became;
}

type Detail = Record<string, string | number | boolean | null>;

/** Its line in the audit log; last, as whoever adds one holds up the others. */
function note(
  trx: Transaction<Records>,
  ruling: RulingRow,
  by: string,
  at_ms: number,
  action: AuditAction,
  detail: Detail,
): Promise<void> {
  const all = { case: ruling.case_id, account: ruling.account, ...detail };
  return appendAudit(trx, { at_ms, by: `staff:${by}`, action, subject: `ruling:${ruling.id}`, detail: all });
}
