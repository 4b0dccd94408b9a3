/** What there is to show measures by: counts of the last year, what checks find, what is attested. Read once for all measures. */
import type { Kysely } from 'kysely';
import type { AttestationRow, Records } from '../ground/database/index.ts';
import { type Answers, applicability } from './applies.ts';
import { holds, standing } from './attestations.ts';
import { checks, type Found, isCheckName, type Setup } from './checks/index.ts';
import { type CountName, type DayCount, dayOf, inTotal, isCountName, sumCounts } from './counts/index.ts';
import type { Measure, Shown } from './registry.ts';
import { isGap, mayBeNone, type Stands, stateOf, type WayStands } from './states.ts';

/** Days that evidence is counted over, today included: a year. */
export const YEAR_DAYS = 365;

export interface EvidenceNow {
  now_ms: number;
  /** what people handled on days that aren't written yet */
  unwritten: readonly DayCount[];
  /** of the last year, by name: of what has steps, only the one that is its number */
  counts: ReadonlyMap<CountName, number>;
  found: (check: string) => Found | null;
  /** by code, measure and statement */
  attested: ReadonlyMap<string, AttestationRow>;
}

export const attestedBy = (code: string, measure: string, statement: string): string =>
  JSON.stringify([code, measure, statement]);

/** @param unwritten what people handled on days that aren't written yet */
export async function evidenceNow(
  db: Kysely<Records>,
  setup: Setup,
  unwritten: readonly DayCount[],
  now_ms: number,
): Promise<EvidenceNow> {
  const toDay = dayOf(now_ms);
  const [sums, attestations] = await Promise.all([
    sumCounts(db, { fromDay: toDay - YEAR_DAYS + 1, toDay, by: 'all' }),
    standing(db),
  ]);
  const counts = new Map<CountName, number>();
  for (const { name, n } of [...sums, ...unwritten].filter(inTotal)) counts.set(name, (counts.get(name) ?? 0) + n);
  return {
    ...{ now_ms, counts, unwritten },
    found: (check) => (isCheckName(check) ? checks[check].check(setup) : null),
    attested: new Map(attestations.map((row) => [attestedBy(row.code, row.measure, row.statement), row] as const)),
  };
}

export interface MeasureStands extends Stands {
  applies: ReturnType<typeof applicability>;
  gaps: number;
}

export function standsOf(code: string, measure: Measure, answers: Answers, evidence: EvidenceNow): MeasureStands {
  const applies = applicability(measure.applies, answers);
  const ways = measure.shown.map((way) => wayStands(code, measure.id, way, evidence));
  // nobody has to do anything about what isn't asked of the service
  const gaps = applies.applies === 'no' ? 0 : ways.filter(isGap).length;
  return { ...stateOf(applies.applies, ways), applies, gaps };
}

export function wayStands(code: string, measure: string, way: Shown, evidence: EvidenceNow): WayStands {
  if ('counted' in way) {
    const any = isCountName(way.counted) && (evidence.counts.get(way.counted) ?? 0) > 0;
    return { way: 'counted', any, mayBeNone: isCountName(way.counted) && mayBeNone(way.counted) };
  }
  if ('configured' in way) return { way: 'configured', shows: evidence.found(way.configured)?.shows ?? 'not' };
  if ('tested' in way) return { way: 'tested' };
  const row = evidence.attested.get(attestedBy(code, measure, way.attested));
  return { way: 'attested', holds: row !== undefined && holds(row, evidence.now_ms) };
}
