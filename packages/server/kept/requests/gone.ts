/**
 * Ends what accounts that are gone can be recognised by, when the policy's days after the deletion are over. Kith tells itself of the
 * deletion again: then what is over goes, by the same rules and in the same log as everything else that is known.
 */
import type { Told } from '@kith/engine';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import { type ErasureOptions, isUnderJudgement } from './erasure.ts';

const DAY_MS = 86_400_000;

export interface GoneOptions extends Pick<ErasureOptions, 'db' | 'policy' | 'now_ms'> {
  store: Pick<KnowledgeStore, 'goneSince'>;
}

/**
 * Those with a case that is open, or held, wait for that.
 * @param now_ms the time that has surely passed: a clock that is wrong must not end a block
 * @returns how many were told of
 */
export async function endGone(
  options: GoneOptions,
  tell: (told: Told) => Promise<void>,
  signal?: AbortSignal,
): Promise<number> {
  const { store, policy, now_ms } = options;
  const before_ms = now_ms - policy().keep.identifiers.daysAfterDeletion * DAY_MS;
  const day = Math.floor(now_ms / DAY_MS);
  let ended = 0;
  for await (const accounts of store.goneSince(Math.floor(before_ms / 1000))) {
    for (const actor of accounts) {
      if (signal?.aborted) return ended;
      if (await isUnderJudgement(options, actor)) continue;
      await tell({ id: `kith:gone:${actor}:${day}`, type: 'account.deleted', at: now_ms, data: { actor } });
      ended++;
    }
  }
  return ended;
}

interface KeepEnding extends Omit<GoneOptions, 'now_ms'> {
  tell(told: Told): Promise<void>;
  /** the time that has surely passed, milliseconds since 1970 */
  surely: () => Promise<number>;
  log: Log;
}

/** Once a day: every account is looked at. */
export const keepEndingGone = ({ tell, surely, log, ...options }: KeepEnding): Job =>
  keepDoing({
    every_ms: DAY_MS,
    work: async (signal) => endGone({ ...options, now_ms: await surely() }, tell, signal),
    failed: (err) => log.error({ err }, 'forgetting accounts that are gone failed, and will be tried again'),
  });
