/**
 * A process that commits streams until it is killed, and says on its standard output how far each was answered:
 * lines of `lane count`, written at once when the store has answered, so that what was read was answered.
 */
import { writeSync } from 'node:fs';
import type { Pace } from '../resident/saver.ts';
import { type Kind, openAt } from './homes.ts';
import { plainDuties } from './plain.ts';
import { lanes } from './streams.ts';

/** What the process is told to do, as JSON in its first argument. */
export interface CrashTask {
  kind: Kind;
  address: string;
  seed: number;
  lanes: number;
  length: number;
  /** saves knowledge again and again beside, at this pace (resident) */
  pace?: Pace;
  /** which lanes to send, each from where, and how many events a block */
  send: { lane: number; from: number; block: number }[];
}

const STDOUT = 1;
const task: CrashTask = JSON.parse(process.argv[2] ?? '');
const streams = lanes(task.seed, task.lanes, task.length);
const store = await openAt(task.kind, task.address, plainDuties(), task.pace);
await Promise.all(
  task.send.map(async ({ lane, from, block }) => {
    const stream = streams[lane] ?? [];
    for (let at = from; at < stream.length; at += block) {
      const results = await store.commit(stream.slice(at, at + block));
      if (results.some((r) => r.status === 'failed')) throw new Error(`lane ${lane}: an event failed`);
      writeSync(STDOUT, `${lane} ${Math.min(at + block, stream.length)}\n`);
    }
  }),
);
await store.close();
writeSync(STDOUT, 'done\n');
