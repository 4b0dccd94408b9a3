/**
 * The record of a service on a past day, as a document: codes, answers in force, which measures applied and why, attestations in
 * force, and the daily counts of the year that ended with that day. Whatever came later changes none of it. In English, as the
 * registry is; people stand in it by their ids, which stay what they are.
 */
import type { Kysely } from 'kysely';
import type { Block, Doc } from '../../documents/index.ts';
import type { AttestationRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { type Answered, answeredAt } from '../answered.ts';
import { type Answers, applicability, NO_ANSWERS } from '../applies.ts';
import { attestationsAt } from '../attestations.ts';
import { countedSince, countedThrough, DAY_MS, dayName, dayOf } from '../counts/index.ts';
import { reasonLine } from '../reason.ts';
import type { Code, Questions } from '../registry.ts';
import { type RegistryThen, registryAt } from '../registry-kept.ts';
import { countSections } from './counts.ts';

/** No Kith ran before: a record of then would look like a true one of nothing. */
const FIRST_DAY = '2000-01-01';
const APPLIES = { yes: 'applies', no: 'does not apply', open: 'open: a question is not answered' } as const;

const NOTES = [
  'Titles of measures are ours, never Ofcom’s text. Wording that is not marked "quoted" is to be checked against the official text.',
  'Kith shows what is there of each measure; whether that is enough by the law, it does not say.',
  'Answers, attestations and counts are those of the day.',
];

export interface RecordRegistry {
  readonly codes: readonly Code[];
  readonly questions: Questions;
}

/** @throws ProblemError `invalid_field` where the day isn't over and counted, or lies before any Kith */
export async function recordOf(db: Kysely<Records>, now: RecordRegistry, date: string): Promise<Doc> {
  if (date < FIRST_DAY) throw new ProblemError('invalid_field', `day: must not be before ${FIRST_DAY}`, 'day');
  const day = dayOf(Date.parse(date));
  const through = await countedThrough(db);
  if (through === null || day > through) {
    const until = through === null ? 'has counted no day whole yet' : `has counted through ${dayName(through)}`;
    throw new ProblemError('invalid_field', `day: ${date} isn't counted whole yet: Kith ${until}`, 'day');
  }
  const end_ms = (day + 1) * DAY_MS - 1;
  const [then, answered, attested, counts, { records: began }] = await Promise.all([
    registryAt(db, end_ms),
    answeredAt(db, end_ms),
    attestationsAt(db, end_ms),
    countSections(db, day),
    countedSince(db),
  ]);
  const registry = then ?? now;
  return {
    ...{ kind: 'measures-record', language: 'en', title: 'Record of measures', service: 'Kith', day: date },
    notes: [...NOTES, registryNote(then), countedNote(began, day)],
    sections: [
      { title: 'Codes of practice', blocks: [codesTable(registry)] },
      { title: 'What the service answered about itself', blocks: answerBlocks(registry, answered) },
      { title: 'Measures', blocks: [measuresTable(registry, answered?.answers ?? NO_ANSWERS)] },
      { title: 'What was attested', blocks: [attestedTable(attested)] },
      ...counts,
    ],
  };
}

const registryNote = (then: RegistryThen | null): string =>
  then === null
    ? 'Which version of the codes was in use on that day is not known: codes, titles and questions are those that Kith has now.'
    : `Codes, titles and questions are those that were in use on that day, since ${dayName(dayOf(then.since_ms))} (SHA-256 ${then.sha256}).`;

const countedNote = (began: number | null, day: number): string =>
  began !== null && began <= day
    ? `Counted since ${dayName(began)}: of days before, nobody knows how much there was. A day since then without a row had none.`
    : 'Nothing was counted then: counting began later.';

const columns = (...titles: string[]) => titles.map((title) => ({ title }));

const codesTable = ({ codes }: RecordRegistry): Block => ({
  ...{ kind: 'table', caption: 'Codes', columns: columns('Code', 'Title', 'Version', 'In force from', 'Status') },
  rows: codes.map(({ code, title, version, inForce, status }) => [code, title, version, inForce, status]),
});

function answerBlocks({ questions }: RecordRegistry, answered: Answered | null): Block[] {
  if (answered === null) return [{ kind: 'text', text: 'Nothing had been answered.' }];
  const { version, at_ms, by, answers } = answered;
  const said = (value: boolean | undefined): string => (value === undefined ? 'not answered' : value ? 'yes' : 'no');
  return [
    { kind: 'text', text: `Version ${version}, of ${dayName(dayOf(at_ms))}, by ${by}.` },
    {
      kind: 'facts',
      facts: [
        ...questions.facts.map(({ fact, ask }) => ({ label: ask, text: said(answers.facts[fact]) })),
        ...questions.risks.map(({ risk, ask, count }) => ({
          label: ask,
          text: count ? String(answers.otherKinds ?? 'not answered') : (answers.risks[risk] ?? 'not answered'),
        })),
      ],
    },
  ];
}

const measuresTable = ({ codes }: RecordRegistry, answers: Answers): Block => ({
  ...{ kind: 'table', caption: 'Measures', columns: columns('Measure', 'Title', 'Wording', 'Applies', 'Because of') },
  rows: codes.flatMap(({ code, measures }) =>
    measures.map(({ id, title, wording, applies: condition }) => {
      const { applies, because } = applicability(condition, answers);
      return [`${code} ${id}`, title, wording, APPLIES[applies], reasonLine(because)];
    }),
  ),
});

const attestedTable = (attested: readonly AttestationRow[]): Block => ({
  ...{ kind: 'table', caption: 'Attestations in force' },
  columns: columns(
    'Measure',
    'What is attested',
    'In whose words',
    'Who answers for it',
    'From',
    'Until',
    'SHA-256 of the file',
  ),
  rows: attested.map(({ code, measure, statement, words, owner, made_at, valid_until, file_hash }) => [
    ...[
      `${code} ${measure}`,
      statement,
      words,
      owner,
      dayName(dayOf(Number(made_at))),
      dayName(dayOf(Number(valid_until))),
    ],
    file_hash,
  ]),
});
