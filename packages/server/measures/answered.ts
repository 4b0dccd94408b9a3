/** The service's answers in the records: a version each time, by whom and when. None is overwritten. */
import { type MeasureAnswers, measureAnswers } from '@kith/contract';
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { MeasureAnswersRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { openTime } from './counts/index.ts';
import type { Questions } from './registry.ts';

export interface Answered {
  version: number;
  at_ms: number;
  /** as in the audit log */
  by: string;
  answers: MeasureAnswers;
}

const answeredOf = ({ version, at, by, answers }: MeasureAnswersRow): Answered => ({
  ...{ version, at_ms: Number(at), by },
  answers: measureAnswers.parse(JSON.parse(answers)),
});

/** The newest first. */
export async function answeredVersions(db: Kysely<Records>, most: number): Promise<Answered[]> {
  const rows = await db.selectFrom('measure_answers').selectAll().orderBy('version', 'desc').limit(most).execute();
  return rows.map(answeredOf);
}

/** null where there is no such version */
export async function answeredVersion(db: Kysely<Records>, version: number): Promise<Answered | null> {
  const row = await db.selectFrom('measure_answers').selectAll().where('version', '=', version).executeTakeFirst();
  return row === undefined ? null : answeredOf(row);
}

/** What was in force at that moment; null where nobody had answered. */
export async function answeredAt(db: Kysely<Records>, at_ms: number): Promise<Answered | null> {
  const row = await db
    .selectFrom('measure_answers')
    .selectAll()
    .where('at', '<=', at_ms)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : answeredOf(row);
}

export interface Answering {
  /** the version that these take the place of; 0 where there is none */
  after: number;
  answers: MeasureAnswers;
  by: `staff:${string}`;
  at_ms: number;
}

/** @throws ProblemError `answers_changed` where somebody answered since, `invalid_field` where nobody asked */
export async function answer(
  db: Kysely<Records>,
  questions: Questions,
  { after, answers, by, at_ms }: Answering,
): Promise<void> {
  refuseUnasked(questions, answers);
  const version = after + 1;
  await db.transaction().execute(async (trx) => {
    const last = await trx
      .selectFrom('measure_answers')
      .select('version')
      .orderBy('version', 'desc')
      .executeTakeFirst();
    if ((last?.version ?? 0) !== after) throw changed();
    // by a clock that is back it would stand in a record that somebody has already
    const at = await openTime(trx, at_ms);
    // of two at the same moment, the version's key lets one through
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('measure_answers')
      .values({ version, at, by, answers: JSON.stringify(answers) })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw changed();
    const { facts, risks, otherKinds } = answers;
    const given = Object.keys(facts).length + Object.keys(risks).length + (otherKinds === null ? 0 : 1);
    await appendAudit(trx, {
      at_ms,
      by,
      action: 'measures.answered',
      subject: `answers:${version}`,
      detail: { given },
    });
  });
}

const changed = () =>
  new ProblemError('answers_changed', 'somebody answered since you looked: look again, then answer', 'after');

function refuseUnasked({ facts, risks }: Questions, answers: MeasureAnswers): void {
  const asked = new Set([
    ...facts.map(({ fact }) => `facts.${fact}`),
    ...risks.filter(({ count }) => !count).map(({ risk }) => `risks.${risk}`),
  ]);
  const given = [
    ...Object.keys(answers.facts).map((fact) => `facts.${fact}`),
    ...Object.keys(answers.risks).map((risk) => `risks.${risk}`),
  ];
  const unasked = given.find((name) => !asked.has(name));
  if (unasked === undefined) return;
  const field = `answers.${unasked}`;
  throw new ProblemError('invalid_field', `${field}: there is no such question`, field);
}
