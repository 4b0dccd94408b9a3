/** What was measured with: a figure without its versions can't be compared with another. */
import type { Policy } from '@kith/contract';
import { version } from '../version.ts';

export interface Versions {
  kith: string;
  policy: string;
  riskModel: string;
  /** Kith's own cue files, and the operator's by their names */
  cues: string;
}

export const versionsOf = (policy: Policy, ownCues: readonly string[]): Versions => ({
  kith: version,
  policy: policy.version,
  riskModel: policy.risk.version,
  cues: ownCues.length === 0 ? `those of Kith ${version}` : `those of Kith ${version}, and ${ownCues.join(', ')}`,
});
