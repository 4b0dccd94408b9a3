/** Reads from the records what has a clock: times and what they are of, never whom. */
import type { EvidencePolicy } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { FOREVER_MS } from '../../retention/index.ts';
import { answeredVersions } from '../answered.ts';
import { applicability, NO_ANSWERS } from '../applies.ts';
import { openChanges } from '../assessments/changes.ts';
import type { AssessmentKind } from '../assessments/kinds.ts';
import { countedSince, DAY_MS, dayOf } from '../counts/index.ts';
import { measureOf } from '../registry.ts';
import type { RegistryInUse } from '../registry-in-use.ts';
import type { Clocked, DoneDuty } from './entries.ts';
import type { CalendarSettings } from './settings.ts';

/** Rows of one kind that are read at most, those that are due first. */
const ROWS_MAX = 2_000;
/** Days ahead for which it is said when evidence need not be kept any more: a quarter to prepare for. */
const AHEAD_DAYS = 92;

export interface CalendarOptions {
  db: Kysely<Records>;
  kinds: readonly AssessmentKind[];
  registry: Pick<RegistryInUse, 'codes' | 'questions'>;
  settings: CalendarSettings;
  evidence: () => EvidencePolicy;
  /** milliseconds since 1970 */
  clock: () => number;
}

export async function readClocked(options: CalendarOptions): Promise<Clocked> {
  const { db, settings, evidence, clock } = options;
  const now_ms = clock();
  const kept_ms = evidence().afterSending.days * DAY_MS;
  const soon_ms = now_ms + AHEAD_DAYS * DAY_MS;
  const times = async (query: ReturnType<typeof sql<{ at: number | string }>>): Promise<number[]> =>
    (await query.execute(db)).rows.map(({ at }) => Number(at));
  const categories = settings.intimateImageCategories;
  const holds = await sql<{ since: number | string; until: number | string }>`
    select preserved_at as since, held_until as until from case_keeping
    where held_until is not null and released_at is null order by held_until limit ${ROWS_MAX}`.execute(db);
  return {
    ...(await ofAssessments(options)),
    attestations: await db
      .selectFrom('attestation')
      .select(['id', 'code', 'measure', 'valid_until'])
      .where('ended_at', 'is', null)
      .orderBy('valid_until')
      .limit(ROWS_MAX)
      .execute()
      .then((rows) => rows.map((row) => ({ ...row, valid_until: Number(row.valid_until) }))),
    requests: await db
      .selectFrom('authority_request')
      .select(['id', 'referral', 'due_at'])
      .where('answered_at', 'is', null)
      .orderBy('due_at')
      .limit(ROWS_MAX)
      .execute()
      .then((rows) => rows.map((row) => ({ ...row, due_at: Number(row.due_at) }))),
    referrals: (
      await sql<{ id: string; due_at: number | string }>`
        select id, due_at from referral where due_at is not null order by due_at limit ${ROWS_MAX}`.execute(db)
    ).rows.map(({ id, due_at }) => ({ id, due_at: Number(due_at) })),
    kept: await times(sql`
      select sent_at + ${sql.lit(kept_ms)} as at from referral
      where sent_at > ${now_ms - kept_ms} and sent_at <= ${soon_ms - kept_ms} and test = 0 and destroyed_at is null
      order by sent_at limit ${ROWS_MAX}`),
    references: await times(sql`
      select reference_until as at from referral
      where reference_until > ${now_ms} and reference_until <= ${soon_ms} order by reference_until limit ${ROWS_MAX}`),
    holds: holds.rows.map(({ since, until }) => ({
      since: Number(since),
      until: Number(until) === FOREVER_MS ? null : Number(until),
    })),
    erasures: await times(
      sql`select asked_at as at from erasure_request where done_at is null order by asked_at limit ${ROWS_MAX}`,
    ),
    appeals: await times(
      sql`select answer_at as at from appeal where state = 'open' order by answer_at limit ${ROWS_MAX}`,
    ),
    intimateImages:
      categories.length === 0
        ? []
        : await times(sql`
            select received_at as at from report where state = 'open' and category in (${sql.join(categories)})
            order by received_at limit ${ROWS_MAX}`),
    duties: await dutiesOf(options),
    since: (await countedSince(db)).records ?? dayOf(now_ms),
  };
}

async function ofAssessments({ db, kinds }: CalendarOptions): Promise<Pick<Clocked, 'assessments' | 'changes'>> {
  const last = await db
    .selectFrom('assessment_version')
    .select(({ fn }) => ['kind', fn.max('due_day').as('due_day')])
    .groupBy('kind')
    .execute();
  const due = new Map(last.map(({ kind, due_day }) => [kind, Number(due_day)]));
  const titles = new Map(kinds.map(({ kind, title }) => [kind, title]));
  return {
    assessments: kinds.map(({ kind, title, law, wording }) => ({
      ...{ kind, title, law, wording },
      due_day: due.get(kind) ?? null,
    })),
    changes: (await openChanges(db)).map(({ id, kind, planned_day }) => ({
      ...{ id, kind, planned_day, title: titles.get(kind) ?? kind },
    })),
  };
}

/** Those whose measure doesn't apply to the service are nobody's. */
async function dutiesOf({ db, registry, settings }: CalendarOptions): Promise<Clocked['duties']> {
  const [answered] = await answeredVersions(db, 1);
  const answers = answered?.answers ?? NO_ANSWERS;
  const done = await lastDone(db);
  const asked = settings.duties.filter(({ measure }) => {
    if (measure === undefined) return true;
    const found = measureOf(registry.codes, measure.code, measure.id);
    return found !== null && applicability(found.measure.applies, answers).applies !== 'no';
  });
  return asked.map((duty) => ({ ...duty, last: done.get(duty.id) ?? null }));
}

/** What was seen to last of each, by the duty's name. */
async function lastDone(db: Kysely<Records>): Promise<ReadonlyMap<string, DoneDuty>> {
  const rows = await db.selectFrom('duty_done').select(['duty', 'due_day', 'done_at']).orderBy('due_day').execute();
  return new Map(
    rows.map(({ duty, due_day, done_at }) => [duty, { due_day: Number(due_day), done_day: dayOf(Number(done_at)) }]),
  );
}
