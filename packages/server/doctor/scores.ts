/** Whether scores are still spread as they were when thresholds were set. */
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { DRIFT_FROM, driftOf } from '../learning/index.ts';
import { readPolicy } from '../rules.ts';
import { type Finding, good, warning } from './finding.ts';

const DAY_MS = 86_400_000;

export async function checkScores(config: Config, records: Kysely<Records>, now_ms: number): Promise<Finding> {
  const { policy } = readPolicy(config).policy;
  const [drift] = await driftOf(records, policy.risk.version, Math.floor(now_ms / DAY_MS));
  if (drift === undefined) return good('scores', 'not yet days enough to see whether they drift');
  const says = `those of ${drift.cohort} moved most: stability index ${drift.stability.toFixed(2)}`;
  return drift.stability < DRIFT_FROM
    ? good('scores', `spread as before (${says})`)
    : warning('scores', `spread otherwise than before (${says})`, 'see why, then: kith learn calibrate');
}
