/** Sends the logs through Kith in one of the ways, in memory, and observes. */

import type { Policy } from '@kith/contract';
import { compilePolicy, type TextReader } from '@kith/engine';
import { IrcEvents, linesOf, logsIn } from '../../replay/index.ts';
import { createMessageReader, openIdentifier } from '../../signals/index.ts';
import type { Population } from '../measure/population.ts';
import { Observer } from '../observe/observer.ts';
import { Replay } from '../replay/replay.ts';
import { watchedOpen } from '../replay/watched.ts';
import { type BenignCount, countBenign } from './count.ts';
import { inWay, type Way } from './ways.ts';

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
  const { logs } = await logsIn(dir);
  const turned = new IrcEvents();
  const replay = new Replay(
    watchedOpen(policy, reader),
    createMessageReader(() => reader, await openIdentifier()),
  );
  const start_ms = logs[0]?.day ?? 0;
  const compiled = compilePolicy(policy, reader.settings);
  const observer = new Observer({ policy: compiled, start_ms, follows: () => false, keepFrom: KEEP_FROM });
  const seen = new Set<string>();
  const writers = new Set<string>();
  const cues = new Map<string, number>();
  let [messages, messagesWithEvidence, files] = [0, 0, 0];
  for (const { name, day } of logs) {
    turned.beginFile(name, day);
    let number = 0;
    for await (const line of linesOf(dir, name)) {
      for (const event of inWay(way, turned.line(line, ++number).events, seen)) {
        seen.add(event.data.actor);
        const { told, considered } = replay.tell(event, Date.parse(event.time ?? ''));
        observer.after(replay.knowledge, told, considered);
        if (told.type !== 'message.sent') continue;
        messages++;
        writers.add(told.data.actor);
        const evidence = told.data.evidence ?? [];
        if (evidence.length > 0) messagesWithEvidence++;
        for (const { cue } of evidence) cues.set(cue, (cues.get(cue) ?? 0) + 1);
      }
    }
    onProgress?.(++files, logs.length);
  }
  const population: Population = {
    days: observer.days,
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
