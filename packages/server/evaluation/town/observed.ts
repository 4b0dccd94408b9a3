/** Lives a town through Kith, and observes. */
import { compilePolicy, type Knowledge } from '@kith/engine';
import type { Town } from '@kith/town';
import { loadSecondLook } from '../../second-look/index.ts';
import { Observer } from '../observe/observer.ts';
import { live, type TownToLive } from './live.ts';

export interface TownObserved {
  town: Town;
  observer: Observer;
  knowledge: Knowledge;
  events: number;
}

export interface ObserveOptions extends TownToLive {
  /** what a score is made of is kept from here on, log-odds */
  keepFrom: number;
}

export function observeTown(options: ObserveOptions): TownObserved {
  const { policy, reader, keepFrom } = options;
  const { watch: observer, ...lived } = live(
    options,
    (town) =>
      new Observer({
        policy: compilePolicy(policy, reader.settings, loadSecondLook()),
        start_ms: town.start,
        follows: (account) => town.truth.offenderOf(account) !== undefined,
        offendsAgainst: (account, other) => isTarget(town, account, other),
        keepFrom,
      }),
  );
  return { ...lived, observer };
}

/** Whether the account is an offender's, and the other one of the children whom that one has turned to. */
export const isTarget = ({ truth }: Town, account: string, other: string): boolean =>
  truth.offenderOf(account)?.targets.some(({ child }) => child === other) ?? false;
