/** `kith eval town` */
import { type Evaluated, write } from '../report/write.ts';
import { type Versions, versionsOf } from '../versions.ts';
import { FIRST_DAY } from './live.ts';
import { type ObserveOptions, observeTown } from './observed.ts';
import { populationOf } from './population.ts';
import { townReport } from './report.ts';
import { measureTown, type TownMeasured } from './result.ts';

export interface TownResult {
  simulated: true;
  versions: Versions;
  town: { seed: string; split: string; accounts: number; days: number; offenders: number; events: number };
  measured: TownMeasured;
}

export interface EvaluateTownOptions extends Omit<ObserveOptions, 'keepFrom' | 'now'> {
  ownCues: readonly string[];
  /** the folder that the reports go to */
  out: string;
}

/** What a score is made of is kept from here on: below, nothing comes near an alert. Log-odds. */
const KEEP_FROM = 0.5;

export async function evaluateTown(options: EvaluateTownOptions): Promise<Evaluated> {
  const { seed, split, accounts, days, offenders, policy, ownCues, out } = options;
  const lived = observeTown({ ...options, keepFrom: KEEP_FROM, now: FIRST_DAY });
  const result: TownResult = {
    simulated: true,
    versions: versionsOf(policy, ownCues),
    town: { seed, split, accounts, days, offenders, events: lived.events },
    measured: measureTown(populationOf(lived, policy.risk)),
  };
  return write(out, 'eval-town', result, townReport(result));
}
