/** `kith eval town` */
import { type Evaluated, write } from '../report/write.ts';
import { type Versions, versionsOf } from '../versions.ts';
import { type LiveOptions, liveTown } from './live.ts';
import { populationOf } from './population.ts';
import { townReport } from './report.ts';
import { measureTown, type TownMeasured } from './result.ts';

export interface TownResult {
  simulated: true;
  versions: Versions;
  town: { seed: string; split: string; accounts: number; days: number; offenders: number; events: number };
  measured: TownMeasured;
}

export interface EvaluateTownOptions extends Omit<LiveOptions, 'keepFrom' | 'now'> {
  ownCues: readonly string[];
  /** the folder that the reports go to */
  out: string;
}

/** The same town for the same seed, whenever it is asked for. */
const FIRST_DAY = Date.UTC(2026, 0, 5);
/** What a score is made of is kept from here on: below, nothing comes near an alert. Log-odds. */
const KEEP_FROM = 0.5;

export async function evaluateTown(options: EvaluateTownOptions): Promise<Evaluated> {
  const { seed, split, accounts, days, offenders, policy, ownCues, out } = options;
  const lived = liveTown({ ...options, keepFrom: KEEP_FROM, now: FIRST_DAY });
  const result: TownResult = {
    simulated: true,
    versions: versionsOf(policy, ownCues),
    town: { seed, split, accounts, days, offenders, events: lived.events },
    measured: measureTown(populationOf(lived, policy.risk)),
  };
  return write(out, 'eval-town', result, townReport(result));
}
