/** Evidence added up by code: log-odds that fade, each code with a half-life of its own. */
import type { EvidenceCode } from '@kith/contract';
import type { Seconds } from './account.ts';
import { faded } from './decay.ts';

/** The order in which codes are kept. */
export const evidenceCodes: readonly EvidenceCode[] = [
  'AGE_QUERY',
  'PERSONAL_INFO',
  'FLATTERY',
  'SUPERVISION_CHECK',
  'SECRECY',
  'OFF_PLATFORM',
  'MEDIA_REQUEST',
  'COMPLIANCE_TEST',
  'GIFT',
  'MEETING',
  'PRESSURE',
];

/** A sum a code, in the order of evidenceCodes. */
export type EvidenceSums = Readonly<Float32Array>;

export const NO_EVIDENCE: EvidenceSums = new Float32Array(evidenceCodes.length);

export const hasEvidence = (sums: EvidenceSums): boolean => sums.some((sum) => sum > 0);

/** What is left after a time. @param halfLives seconds, in the order of evidenceCodes */
export function fadeSums(sums: EvidenceSums, elapsed: Seconds, halfLives: readonly Seconds[]): EvidenceSums {
  if (elapsed <= 0 || !hasEvidence(sums)) return sums;
  return sums.map((sum, i) => faded(sum, elapsed, halfLives[i] ?? 1));
}

/** With more of one code, up to its cap. A cap that was lowered since takes effect at once. */
export function addTo(sums: EvidenceSums, code: EvidenceCode, weight: number, cap: number): EvidenceSums {
  const i = evidenceCodes.indexOf(code);
  const more = sums.slice();
  more[i] = Math.min(cap, (more[i] ?? 0) + weight);
  return more;
}

/** How many codes have at least so much. */
export function breadthOf(sums: EvidenceSums, least: number): number {
  let codes = 0;
  for (const sum of sums) if (sum >= least) codes++;
  return codes;
}
