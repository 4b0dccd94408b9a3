/** Sends the logs through Kith in one of the ways, in memory, and observes. */

import type { Policy } from '@kith/contract';
import { compilePolicy, type TextReader } from '@kith/engine';
import { loadSecondLook } from '../../second-look/index.ts';
import { createMessageReader, openIdentifier } from '../../signals/index.ts';
import type { Population } from '../measure/population.ts';
import { Observer } from '../observe/observer.ts';
import { Replay } from '../replay/replay.ts';
import { watchedOpen } from '../replay/watched.ts';
import { type BenignCount, countBenign } from './count.ts';
import { openLogs } from './told.ts';
import type { Way } from './ways.ts';

export interface ReadOptions {
  dir: string;
  way: Way;
  policy: Policy;
  reader: TextReader;
  onProgress?: (filesDone: number, files: number) => void;
}

/** What a score is made of is kept from here on, log-odds: below any threshold. */
const KEEP_FROM = 0.5;
const NOBODY = -1;

export async function readBenign({ dir, way, policy, reader, onProgress }: ReadOptions): Promise<BenignCount> {
  const logs = await openLogs(dir, way);
  const replay = new Replay(
    watchedOpen(policy, reader),
    createMessageReader(() => reader, await openIdentifier()),
  );
  const { start_ms } = logs;
  const compiled = compilePolicy(policy, reader.settings, loadSecondLook());
  const observer = new Observer({
    policy: compiled,
    start_ms,
    follows: () => false,
    offendsAgainst: () => false,
    keepFrom: KEEP_FROM,
  });
  const writers = new Set<string>();
  const cues = new Map<string, number>();
  let [messages, messagesWithEvidence] = [0, 0];
  for await (const event of logs.events(onProgress)) {
    const { told, considered } = replay.tell(event, Date.parse(event.time ?? ''));
    observer.after(replay.knowledge, told, considered);
    if (told.type !== 'message.sent') continue;
    messages++;
    writers.add(told.data.actor);
    const evidence = told.data.evidence ?? [];
    if (evidence.length > 0) messagesWithEvidence++;
    for (const { cue } of evidence) cues.set(cue, (cues.get(cue) ?? 0) + 1);
  }
  const population: Population = {
    days: observer.days,
    raised: observer.raised,
    accounts: observer.accounts,
    cues: observer.cues,
    benignAs: () => 'author',
    offenderOf: () => NOBODY,
    offenders: [],
    cohortOf: () => 'unknown',
    model: policy.risk,
  };
  const authors = new Set(observer.accounts.flatMap((account, i) => (writers.has(account) ? [i] : [])));
  return countBenign(population, { authors, messages, messagesWithEvidence, cues });
}
