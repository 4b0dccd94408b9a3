/** Evidence by the names of its codes, as rules ask for it. */
import type { EvidenceCode } from '@kith/contract';
import { type Approach, type EvidenceSums, evidenceCodes, faded, type Seconds } from '../../knowledge/index.ts';

export type NamedSums = Readonly<Record<EvidenceCode, number>>;

const named = (of: (place: number) => number): NamedSums => ({
  AGE_QUERY: of(evidenceCodes.indexOf('AGE_QUERY')),
  PERSONAL_INFO: of(evidenceCodes.indexOf('PERSONAL_INFO')),
  FLATTERY: of(evidenceCodes.indexOf('FLATTERY')),
  SUPERVISION_CHECK: of(evidenceCodes.indexOf('SUPERVISION_CHECK')),
  SECRECY: of(evidenceCodes.indexOf('SECRECY')),
  OFF_PLATFORM: of(evidenceCodes.indexOf('OFF_PLATFORM')),
  MEDIA_REQUEST: of(evidenceCodes.indexOf('MEDIA_REQUEST')),
  COMPLIANCE_TEST: of(evidenceCodes.indexOf('COMPLIANCE_TEST')),
  GIFT: of(evidenceCodes.indexOf('GIFT')),
  MEETING: of(evidenceCodes.indexOf('MEETING')),
  PRESSURE: of(evidenceCodes.indexOf('PRESSURE')),
});

export const NO_SUMS: NamedSums = Object.freeze(named(() => 0));

const sumsAt = (sums: EvidenceSums, elapsed: Seconds, halfLives: readonly Seconds[]): NamedSums =>
  named((i) => faded(sums[i] ?? 0, elapsed, halfLives[i] ?? 1));

/** An approach's evidence as it is at a time. */
export const evidenceAt = (approach: Approach, at: Seconds, halfLives: readonly Seconds[]): NamedSums =>
  approach.at === 0 ? NO_SUMS : sumsAt(approach.evidence, at - approach.at, halfLives);
