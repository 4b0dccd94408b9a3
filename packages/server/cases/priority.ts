/**
 * How pressing a case is (measure ICU C5), as a sum of factors that a moderator can check. Pure: what is known of the case in,
 * points with their reasons out. What waiting adds is the same for all, an hour like another, so that it is in the order of
 * the queue (`rankOf`) and needs no writing.
 */
import type { CasePolicy, EvidenceCode, PriorityBand, PriorityFactor, PriorityPolicy, Risk } from '@kith/contract';
import type { MediaVerdict } from '@kith/engine';
import { ownValue } from '../ground/json/index.ts';
import { rankOf } from '../knowledge/index.ts';

/** Who reports, as far as trust goes. */
export type ReportedBy = keyof PriorityPolicy['trust'];

/** What is known of a case. */
export interface CaseFacts {
  level: Risk;
  /** evidence towards children: of each code the newest, milliseconds since 1970 */
  codes: ReadonlyMap<EvidenceCode, number>;
  /** how many children it is about */
  children: number;
  /** a child has answered the account within the hours that count as recent */
  replied: boolean;
  /** who reported, each person once, and under which categories */
  reporters: readonly ReportedBy[];
  categories: readonly string[];
  /** an earlier case was ruled a violation, within the days that count */
  earlier: boolean;
  /** known material that the case is about */
  material: MediaVerdict;
}

/** One factor as it is kept: words are put to it where it is shown. */
export interface Weighed {
  factor: Exclude<PriorityFactor, 'waiting'>;
  points: number;
  /** which words, and what fills them: a code, a count */
  say: { code?: EvidenceCode; value?: number; by?: ReportedBy; category?: string; name: WeighedName };
}
export const weighedNames = [
  ...(['code_now', 'code_week', 'code_earlier', 'replied', 'grave_code', 'grave_category', 'children'] as const),
  ...(['level_medium', 'level_high', 'reporters', 'by', 'earlier'] as const),
  ...(['material_verified', 'material_likely'] as const),
];
export type WeighedName = (typeof weighedNames)[number];

export interface Priority {
  points: number;
  why: readonly Weighed[];
  band: PriorityBand;
  severity: 1 | 2 | 3;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Codes of what is hardest to look at, and of what is hard. */
const HARDEST: ReadonlySet<EvidenceCode> = new Set<EvidenceCode>(['MEDIA_REQUEST', 'PRESSURE']);
const HARD: ReadonlySet<EvidenceCode> = new Set<EvidenceCode>([
  'MEETING',
  'COMPLIANCE_TEST',
  'SECRECY',
  'OFF_PLATFORM',
]);

/** @param now_ms milliseconds since 1970 */
export function weigh(facts: CaseFacts, policy: PriorityPolicy, now_ms: number): Priority {
  const why = [
    ...danger(facts, policy, now_ms),
    ...severity(facts, policy),
    ...material(facts, policy),
    ...reach(facts, policy),
    ...likelihood(facts, policy),
    ...trust(facts, policy),
    ...(facts.earlier ? [weighed('earlier', policy.earlier.points, { name: 'earlier' })] : []),
  ].filter((one) => one.points > 0);
  const points = why.reduce((sum, one) => sum + one.points, 0);
  return { points, why, band: bandOf(points, policy), severity: hardness(facts) };
}

/** Where a case stands in its queue: one that waits stands before another of more points by so many hours. */
export const placeOf = (points: number, { perHour }: Pick<PriorityPolicy, 'perHour'>, waitsSince_ms: number): number =>
  rankOf(points / perHour, waitsSince_ms);

/** What an hour's waiting has added by now. */
export const waitingPoints = ({ perHour }: Pick<PriorityPolicy, 'perHour'>, waitsSince_ms: number, now_ms: number) =>
  (Math.max(0, now_ms - waitsSince_ms) / HOUR_MS) * perHour;

/** When a case should be weighed again though nothing new came: danger lessens as it is longer ago. Null where it doesn't. */
export function weighAgainAt({ codes }: CaseFacts, { danger }: PriorityPolicy, now_ms: number): number | null {
  const ends = [...codes.values()].flatMap((at) => [at + danger.recentHours * HOUR_MS, at + WEEK_MS]);
  const coming = ends.filter((at) => at > now_ms);
  return coming.length === 0 ? null : Math.min(...coming) + 1;
}

const bandOf = (points: number, { bands }: PriorityPolicy): PriorityBand =>
  points >= bands.urgent ? 'urgent' : points >= bands.high ? 'high' : 'normal';

const weighed = (factor: Weighed['factor'], points: number, say: Weighed['say']): Weighed => ({ factor, points, say });

function danger({ codes, replied }: CaseFacts, { danger }: PriorityPolicy, now_ms: number): Weighed[] {
  let most: Weighed | null = null;
  for (const [code, at] of codes) {
    const age_ms = now_ms - at;
    const [part, name] =
      age_ms <= danger.recentHours * HOUR_MS
        ? ([1, 'code_now'] as const)
        : age_ms <= WEEK_MS
          ? ([0.5, 'code_week'] as const)
          : ([0.2, 'code_earlier'] as const);
    const points = (ownValue(danger.codes, code) ?? 0) * part;
    if (most === null || points > most.points) most = weighed('danger', points, { name, code });
  }
  if (most === null) return [];
  return replied ? [most, weighed('danger', danger.replied, { name: 'replied' })] : [most];
}

function severity({ codes, categories }: CaseFacts, { severity }: PriorityPolicy): Weighed[] {
  const ofCodes = [...codes.keys()].map((code) =>
    weighed('severity', ownValue(severity.codes, code) ?? 0, { name: 'grave_code', code }),
  );
  const ofReports = categories.map((category) =>
    weighed('severity', ownValue(severity.categories, category) ?? severity.report, {
      name: 'grave_category',
      category,
    }),
  );
  return largest([...ofCodes, ...ofReports]);
}

/** It is certain, or a lead; either way it is the hardest there is. */
const material = ({ material }: CaseFacts, { severity }: PriorityPolicy): Weighed[] =>
  material === 'none' ? [] : [weighed('severity', severity.material[material], { name: `material_${material}` })];

const largest = (all: readonly Weighed[]): Weighed[] => {
  const [first, ...rest] = all;
  return first === undefined ? [] : [rest.reduce((most, one) => (one.points > most.points ? one : most), first)];
};

const reach = ({ children }: CaseFacts, { reach }: PriorityPolicy): Weighed[] => [
  weighed('reach', Math.min(reach.most, children * reach.perChild), { name: 'children', value: children }),
];

function likelihood({ level, reporters }: CaseFacts, { likelihood }: PriorityPolicy): Weighed[] {
  const byRisk = level === 'high' ? likelihood.high : level === 'medium' ? likelihood.medium : 0;
  const agree = Math.max(0, reporters.length - 1);
  const left = Math.max(0, likelihood.most - byRisk);
  return [
    weighed('likelihood', Math.min(byRisk, likelihood.most), {
      name: level === 'high' ? 'level_high' : 'level_medium',
    }),
    weighed('likelihood', Math.min(left, agree * likelihood.perReporter), {
      name: 'reporters',
      value: reporters.length,
    }),
  ];
}

const trust = ({ reporters }: CaseFacts, { trust }: PriorityPolicy): Weighed[] =>
  largest(reporters.map((by) => weighed('trust', trust[by], { name: 'by', by })));

/** How hard on people the evidence may be. Reports alone say little of that: what people write in them is in between. */
function hardness({ codes, categories, material }: CaseFacts): Priority['severity'] {
  if (material !== 'none') return 3;
  if ([...codes.keys()].some((code) => HARDEST.has(code))) return 3;
  return categories.length > 0 || [...codes.keys()].some((code) => HARD.has(code)) ? 2 : 1;
}

/** What weighing went by, in one word: where it changes, everything that waits is weighed anew. */
export const settingsOf = ({ priority, targets, queues }: CasePolicy): string =>
  JSON.stringify([priority, targets.hours, queues.map(({ name, hours }) => [name, hours ?? null])]);
