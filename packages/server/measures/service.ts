/** The page of a service: every measure with its state, gaps first; one measure with all that shows it. */
import {
  COUNT_MONTHS,
  COUNT_PARTS_MAX,
  type MeasureShort,
  type MeasuresDifference,
  type MeasuresView,
  type MeasureView,
  type MeasureWay,
  type Said,
} from '@kith/contract';
import type { Kysely } from 'kysely';
import { pseudonymsOf } from '../cases/index.ts';
import type { AttestationRow, Records } from '../ground/database/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { answeredVersions } from './answered.ts';
import { type Answers, NO_ANSWERS } from './applies.ts';
import { attestationsOf, viewAttestation } from './attestations.ts';
import { checks, isCheckName, type Setup } from './checks/index.ts';
import {
  countedSince,
  countedThrough,
  countNames,
  countsChecked,
  dayName,
  dayOf,
  inTotal,
  isCountName,
  type PartialCounts,
  partsOf,
  sumCounts,
} from './counts/index.ts';
import { attestedBy, type EvidenceNow, evidenceNow, standsOf, wayStands, YEAR_DAYS } from './evidence-now.ts';
import { type CodeInUse, merge, type OwnCode } from './own-folder.ts';
import { differenceOf, type Measure, measureOf, type Shown } from './registry.ts';
import type { RegistryInUse } from './registry-in-use.ts';
import { isGap, mayBeNone, placeOf } from './states.ts';
import { sentencesOf } from './test-sentences.ts';
import { sayIn } from './welsh.ts';

export interface Service {
  db: Kysely<Records>;
  registry: Pick<RegistryInUse, 'codes' | 'problems' | 'questions'>;
  /** what Kith runs with now */
  setup: () => Promise<Setup>;
  /** what people handled on days that aren't finished, and so not written yet */
  partial: Pick<PartialCounts, 'read'>;
  /** milliseconds since 1970 */
  clock: () => number;
}

interface Now {
  answers: Answers;
  version: number;
  at_ms: number | null;
  evidence: EvidenceNow;
}

async function lookNow({ db, setup, partial, clock }: Service): Promise<Now> {
  const [[answered], there] = await Promise.all([answeredVersions(db, 1), setup()]);
  const evidence = await evidenceNow(db, there, await partial.read(), clock());
  return {
    ...{ answers: answered?.answers ?? NO_ANSWERS, version: answered?.version ?? 0, evidence },
    at_ms: answered?.at_ms ?? null,
  };
}

export async function viewMeasures(service: Service, language: Language): Promise<MeasuresView> {
  const { codes, problems, questions } = service.registry;
  const { answers, version, at_ms, evidence } = await lookNow(service);
  const measures = codes.flatMap((code) => code.measures.map((m) => shortOf(code, m, answers, evidence, language)));
  const levels = questions.risks.filter(({ count }) => !count);
  const asked = questions.facts.length + levels.length + 1;
  const given =
    questions.facts.filter(({ fact }) => answers.facts[fact] !== undefined).length +
    levels.filter(({ risk }) => answers.risks[risk] !== undefined).length +
    (answers.otherKinds === null ? 0 : 1);
  return {
    answers: { version, at: at_ms === null ? null : new Date(at_ms).toISOString(), unanswered: asked - given },
    ...{ counted: await countedSoFar(service.db), problems },
    codes: codes.map((code) => codeOf(code, language)),
    // in place, the order of the codes stays
    measures: measures.toSorted(
      (a, b) => Number(a.proposal) - Number(b.proposal) || placeOf(a.state) - placeOf(b.state),
    ),
  };
}

async function countedSoFar(db: Kysely<Records>): Promise<MeasuresView['counted']> {
  const [through, checked, since] = await Promise.all([countedThrough(db), countsChecked(db), countedSince(db)]);
  return {
    since: since.records === null ? null : dayName(since.records),
    through: through === null ? null : dayName(through),
    agrees: checked && {
      ...{ at: new Date(checked.at).toISOString(), days: checked.through - checked.from + 1 },
      differences: checked.differing,
    },
  };
}

const codeOf = (
  { code, title, version, issued, inForce, status, link }: CodeInUse,
  language: Language,
): MeasuresView['codes'][number] => ({ code, title: sayIn(title, language), version, issued, inForce, status, link });

function shortOf(
  code: CodeInUse,
  measure: Measure,
  answers: Answers,
  evidence: EvidenceNow,
  language: Language,
): MeasureShort {
  const { state, why, gaps } = standsOf(code.code, measure, answers, evidence);
  const { id, title, wording, shown } = measure;
  return {
    ...{ code: code.code, id, title: sayIn(title, language), wording, state, why, gaps, ways: shown.length },
    ...{ proposal: code.status === 'proposal', own: code.own.has(id) },
  };
}

/** null where there is no such measure */
export async function viewMeasure(
  service: Service,
  of: { code: string; measure: string },
  language: Language,
  mayAttest: boolean,
): Promise<MeasureView | null> {
  const { db, registry } = service;
  const found = measureOf(registry.codes, of.code, of.measure);
  if (found === null) return null;
  const { code, measure } = found;
  const { answers, evidence } = await lookNow(service);
  const { applies } = standsOf(code.code, measure, answers, evidence);
  const rows = await attestationsOf(db, code.code, measure.id);
  const people = rows.flatMap(({ owner, made_by, ended_by }) => [owner, made_by, ended_by]);
  const nameOf = await pseudonymsOf(db, people);
  const view = (row: AttestationRow) => viewAttestation(row, nameOf, evidence.now_ms);
  const current = new Set(
    measure.shown.flatMap((way) =>
      'attested' in way ? (evidence.attested.get(attestedBy(code.code, measure.id, way.attested))?.id ?? []) : [],
    ),
  );
  return {
    ...shortOf(code, measure, answers, evidence, language),
    ...{ of: codeOf(code, language), about: measure.about === undefined ? null : sayIn(measure.about, language) },
    applies: applies.applies,
    because: applies.because.map((reason) =>
      reason.is === 'named' ? { ...reason, ask: askOf(reason.name, registry, language) } : reason,
    ),
    shown: await Promise.all(
      measure.shown.map((way) =>
        viewWay(
          service,
          { code: code.code, measure: measure.id, way, asked: applies.applies !== 'no' },
          evidence,
          view,
          language,
        ),
      ),
    ),
    counted: await countedSoFar(db),
    earlier: rows.filter(({ id }) => !current.has(id)).map(view),
    mayAttest,
  };
}

/** The question behind a name of a condition; null of a term that is worked out. */
function askOf(name: string, { questions }: Service['registry'], language: Language): Said | null {
  const [risk] = name.split(' ');
  const ask =
    questions.facts.find(({ fact }) => fact === name)?.ask ?? questions.risks.find((one) => one.risk === risk)?.ask;
  return ask === undefined ? null : sayIn(ask, language);
}

async function viewWay(
  { db }: Service,
  { code, measure, way, asked }: { code: string; measure: string; way: Shown; asked: boolean },
  evidence: EvidenceNow,
  view: (row: AttestationRow) => ReturnType<typeof viewAttestation>,
  language: Language,
): Promise<MeasureWay> {
  const gap = asked && isGap(wayStands(code, measure, way, evidence));
  if ('counted' in way) return { ...(await viewCount(db, way.counted, evidence, language)), gap };
  if ('configured' in way) {
    const name = way.configured;
    const found = evidence.found(name) ?? {
      shows: 'not' as const,
      en: 'There is no such check.',
      cy: 'Does dim gwiriad felly.',
    };
    const title = isCheckName(name) ? checks[name] : { en: name, cy: name };
    return {
      ...{ way: 'configured', name, gap, shows: found.shows },
      ...{ title: { words: title[language], language }, found: { words: found[language], language } },
    };
  }
  if ('tested' in way) return { way: 'tested', file: way.tested, holds: await sentencesOf(way.tested) };
  const row = evidence.attested.get(attestedBy(code, measure, way.attested));
  return {
    ...{ way: 'attested', statement: way.attested, title: sayIn(way.attested, language), gap },
    standing: row === undefined ? null : view(row),
  };
}

type CountedWay = Omit<Extract<MeasureWay, { way: 'counted' }>, 'gap'>;

async function viewCount(
  db: Kysely<Records>,
  name: string,
  { now_ms, unwritten }: EvidenceNow,
  language: Language,
): Promise<CountedWay> {
  const count = countNames.find((one) => one.name === name);
  if (count === undefined || !isCountName(name)) throw new Error(`the registry names ${name}, which nothing counts`);
  const toDay = dayOf(now_ms);
  const months = lastMonths(now_ms);
  const fromDay = dayOf(Date.parse(`${months[0]}-01`));
  const [began, monthly, written] = await Promise.all([
    countedSince(db),
    sumCounts(db, { names: [name], fromDay, toDay, by: 'month' }),
    sumCounts(db, { names: [name], fromDay: toDay - YEAR_DAYS + 1, toDay, by: 'all' }),
  ]);
  const late = count.standing === true ? [] : unwritten.filter((one) => one.name === name);
  const yearly = added([...written, ...late]);
  const lateByMonth = late.map((one) => ({ ...one, period: dayName(one.day).slice(0, 7) }));
  const byMonth = [...monthly, ...lateByMonth].filter(inTotal);
  const first = began[count.of];
  const since = first === null ? null : dayName(first);
  const of = (month: string): number | null => {
    const there = byMonth.filter(({ period }) => period === month);
    // a whole month before counting began is not one in which nothing happened
    if (there.length === 0 && month < (since ?? dayName(toDay)).slice(0, 7)) return null;
    return there.reduce((sum, { n }) => sum + n, 0);
  };
  return {
    ...{ way: 'counted', name, title: sayIn(count.title, language), atLeast: count.of === 'questions' },
    ...{ standing: count.standing === true, dimensions: [...count.dimensions] },
    mayBeNone: mayBeNone(name),
    ...{ total: count.total ?? null, since },
    year: yearly.reduce((sum, { key, n }) => sum + (inTotal({ name, key }) ? n : 0), 0),
    parts: yearly
      .toSorted((a, b) => b.n - a.n)
      .slice(0, COUNT_PARTS_MAX)
      .map(({ key, n }) => ({ key: partsOf(key), n })),
    months: months.map((month, i) => ({ month, n: of(month), partial: i === months.length - 1 })),
  };
}

/** One of each key. */
function added(counts: readonly { key: string; n: number }[]): { key: string; n: number }[] {
  const byKey = new Map<string, number>();
  for (const { key, n } of counts) byKey.set(key, (byKey.get(key) ?? 0) + n);
  return [...byKey].map(([key, n]) => ({ key, n }));
}

/** As `2026-11`, this one last. */
function lastMonths(now_ms: number): string[] {
  const now = new Date(now_ms);
  return Array.from({ length: COUNT_MONTHS }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - COUNT_MONTHS + 1 + i, 1)).toISOString().slice(0, 7),
  );
}

/** What a version of a code would change, with the states before and after. */
export async function compareWith(
  service: Service,
  own: OwnCode,
): Promise<NonNullable<MeasuresDifference['compared']>> {
  const before = service.registry.codes.find(({ code }) => code === own.code);
  const after = merge(before, own);
  const { answers, evidence } = await lookNow(service);
  const stateOf = (code: CodeInUse, measure: Measure) => standsOf(code.code, measure, answers, evidence).state;
  const { added, gone, changed } = differenceOf(before ?? { ...after, measures: [] }, after);
  const named = ({ id, title }: Measure) => ({ id, title });
  return {
    ...{ code: own.code, before: before?.version ?? null, after: after.version },
    added: added.map((m) => ({ ...named(m), state: stateOf(after, m) })),
    gone: gone.map((m) => ({ ...named(m), state: stateOf(before ?? after, m) })),
    changed: changed.map((one) => ({
      ...{ ...named(one.after), fields: one.fields },
      ...{ before: stateOf(before ?? after, one.before), after: stateOf(after, one.after) },
    })),
  };
}
