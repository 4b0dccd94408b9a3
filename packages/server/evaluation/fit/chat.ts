/** Real harmless talk to learn from beside the worlds: so that nobody is suspicious only for being unlike the town's people. */
import { compilePolicy } from '@kith/engine';
import type { LookedAt } from '../../second-look/index.ts';
import { createMessageReader, openIdentifier } from '../../signals/index.ts';
import { openLogs } from '../benign/told.ts';
import { Looks } from '../observe/looks.ts';
import { Replay } from '../replay/replay.ts';
import { watchedOpen } from '../replay/watched.ts';
import type { TownToLive } from '../town/live.ts';

/**
 * Half of the authors, by their hashed names, so that the other half can say how often others are taken for offenders. The
 * hard way: each line that addresses somebody is a direct message, and no age is known.
 * @param from account-days with less are not looked at, log-odds
 */
export async function harmlessTalk(
  dir: string,
  { policy, reader }: Pick<TownToLive, 'policy' | 'reader'>,
  from: number,
): Promise<readonly LookedAt[]> {
  const { start_ms, events } = await openLogs(dir, 'direct');
  const texts = createMessageReader(() => reader, await openIdentifier());
  const replay = new Replay(watchedOpen(policy, reader), texts);
  const looks = new Looks({
    policy: compilePolicy(policy, reader.settings),
    start_ms,
    from,
    offendsAgainst: () => false,
  });
  for await (const event of events()) {
    const { told, considered } = replay.tell(event, Date.parse(event.time ?? ''), looks.readsAll);
    looks.after(replay.knowledge, told, considered);
  }
  return [...looks.looks].flatMap(({ account, features, score, text }) =>
    isLearnedFrom(account) ? [{ features, score: Math.fround(score), text, harmful: false }] : [],
  );
}

/** Ids of authors end in a digit of their hash. */
const isLearnedFrom = (account: string): boolean => Number.parseInt(account.slice(-1), 16) % 2 === 0;
