/** Whether scores are still spread as they were when thresholds were set, and whether learning hears of what nobody flagged. */
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { DRIFT_FROM, driftOf, SAMPLE_HOW, SAMPLE_OFF, taughtBy } from '../learning/index.ts';
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

/** Learning is only one-sided once there is something that teaches: nobody is told to review ordinary accounts before. */
export async function checkSample(config: Config, records: Kysely<Records>): Promise<Finding> {
  const { sample } = readPolicy(config).policy.policy.risk;
  if (sample !== undefined && sample.share > 0 && sample.perDay > 0)
    return good(
      'sample',
      `${sample.share * 100} % of unflagged accounts, ${sample.perDay} a day at most, go to people`,
    );
  const taught = await taughtBy(records);
  if (taught.sample > 0) return good('sample', 'nobody is drawn here; rulings on accounts drawn elsewhere teach');
  if (taught.case === 0) return good('sample', 'nobody is drawn, and no ruling teaches yet');
  return warning('sample', `learning hears only of accounts that Kith flagged itself: ${SAMPLE_OFF}`, SAMPLE_HOW);
}
