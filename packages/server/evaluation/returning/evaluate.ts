/** kith eval returning: how many of those who come back are stopped early, and who is stopped wrongly; all of it simulated. */
import type { Policy } from '@kith/contract';
import { compilePolicy } from '@kith/engine';
import { createReturningTown, type Split } from '@kith/town';
import { type Share, shareOf } from '../measure/wilson.ts';
import { CONTACTS_WITHIN, type Fate, liveReturning } from './live.ts';

export interface ReturningEvaluation {
  policy: Policy;
  split: Split;
  seeds: readonly string[];
  accounts: number;
  /** share of grown-ups */
  offenders: number;
  /** when the first joins, milliseconds since 1970 */
  now: number;
  onProgress(done: number, of: number): void;
}

export interface ReturningResult {
  split: Split;
  seeds: readonly string[];
  signUps: number;
  /** by the thresholds of the policy */
  returning: Share;
  device: Share;
  targets: Share;
  both: Share;
  others: Share;
  /**
   * Of the same home, on a device of whoever was barred: in towns of their own, in which so many are barred, each on their home's
   * device, that these can be counted
   */
  home: Share;
  /** of these, those who are stopped for whoever was barred on their device, and not for somebody else's targets */
  homeOverDevice: Share;
  /** at the threshold at which one in 10,000 of the others is stopped */
  atOneIn10000: { threshold: number; returning: number; home: number };
  signUp_us: number;
}

const BUDGET = 1 / 10_000;
/** Share of grown-ups who are barred where those of the same home are counted. */
const BARRED_IN_HOMES = 0.06;

const among = (fates: readonly Fate[], is: (fate: Fate) => boolean): Share =>
  shareOf(fates.filter(is).length, fates.length);

export function evaluateReturning(options: ReturningEvaluation): { result: ReturningResult; lines: string } {
  const { policy, split, seeds, accounts, offenders, now, onProgress } = options;
  const compiled = compilePolicy(policy);
  const fates: Fate[] = [];
  const home: Fate[] = [];
  let signUp_us = 0;
  for (const [done, seed] of seeds.entries()) {
    onProgress(done, seeds.length);
    const lived = liveReturning(createReturningTown({ seed, split, accounts, offenders, now }), compiled);
    fates.push(...lived.fates);
    signUp_us = Math.max(signUp_us, lived.signUp_us);
    const inHomes = createReturningTown({
      ...{ seed: `${seed}/homes`, split, accounts, offenders: BARRED_IN_HOMES, homes: true, now },
    });
    home.push(...liveReturning(inHomes, compiled).fates.filter(({ kind }) => kind === 'home'));
  }
  const isStopped = (fate: Fate): boolean => fate.stopped !== null;
  const back = fates.filter(({ kind }) => kind === 'returning');
  const others = fates.filter(({ kind }) => kind !== 'returning');
  const keeping = (keeps: Fate['keeps']) =>
    among(
      back.filter((fate) => fate.keeps === keeps),
      isStopped,
    );
  const allowed = Math.floor(others.length * BUDGET);
  const threshold = others.map(({ points }) => points).sort((a, b) => b - a)[allowed] ?? 0;
  const above = (all: readonly Fate[]) => among(all, ({ points }) => points > threshold).share ?? 0;
  const result: ReturningResult = {
    ...{ split, seeds, signUps: fates.length, signUp_us },
    ...{ returning: among(back, isStopped), others: among(others, isStopped), home: among(home, isStopped) },
    homeOverDevice: among(home, ({ overDevice }) => overDevice),
    ...{ device: keeping('device'), targets: keeping('targets'), both: keeping('both') },
    atOneIn10000: { threshold, returning: above(back), home: above(home) },
  };
  return { result, lines: say(result) };
}

function say(r: ReturningResult): string {
  const line = (what: string, { count, of, share, low, high }: Share): string =>
    `${what}: ${count} of ${of}, ${(share ?? 0).toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
  const { threshold, returning, home } = r.atOneIn10000;
  return [
    `Simulated. Split ${r.split}, seeds ${r.seeds.join(', ')}, ${r.signUps} sign-ups.`,
    `Stopped (restricted, held or refused) at sign-up or within ${CONTACTS_WITHIN} contacts, by the policy:`,
    line('  who comes back', r.returning),
    line('    and keeps a device', r.device),
    line('    and keeps the targets', r.targets),
    line('    and keeps both', r.both),
    line('  others, wrongly', r.others),
    line('    of the same home, on a device of who was barred', r.home),
    line('      and taken for that one', r.homeOverDevice),
    `Were the threshold ${threshold.toFixed(2)}, at which 1 in 10,000 others is stopped: ` +
      `${returning.toFixed(3)} of who comes back, ${home.toFixed(4)} of the same home.`,
    `Considering a sign-up took ${(r.signUp_us / 1000).toFixed(2)} ms at most in 99 of 100.`,
  ].join('\n');
}
