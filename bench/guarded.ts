/**
 * What it costs that some accounts are children with guardians: the same messages at the resident store, without HTTP, where
 * nobody is and where a tenth are, in turns; CPU of the whole process an event, which a machine that others use disturbs less.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Told } from '@kith/engine';
import { type KnowledgeRow, openResidentStore, type ResidentStore } from '../packages/server/knowledge/index.ts';
import { plainDuties } from './duties.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median } from './kith.ts';
import { events, rowsOfWorld, type WorldSize } from './world.ts';

const BATCH = 500;
const BATCHES_AT_ONCE = 4;
/** Of each so many accounts one in three is a child: the first three of those have a guardian, a tenth of all. */
const GUARDED_OF = 30;

async function* rowsWith(size: WorldSize, guarded: boolean): AsyncGenerator<readonly KnowledgeRow[]> {
  let n = 0;
  for await (const rows of rowsOfWorld(size)) {
    yield rows.map((row) => {
      if (row.row !== 'account') return row;
      const place = n++ % GUARDED_OF;
      return {
        row: 'account',
        value: { ...row.value, guarded: guarded && place < 9 && row.value.ageBand !== 'adult' },
      };
    });
  }
}

/** A resident store that knows these rows. */
export async function openWorld(folder: string, rows: AsyncIterable<readonly KnowledgeRow[]>): Promise<ResidentStore> {
  const store = await openResidentStore({
    folder,
    duties: plainDuties(),
  });
  await store.fill(rows);
  return store;
}

/** Commits messages for so long. */
export async function commit(
  store: ResidentStore,
  next: () => Told,
  seconds: number,
): Promise<{ perSecond: number; cpu_us: number }> {
  const until = performance.now() + seconds * 1000;
  const before = process.cpuUsage();
  const began = performance.now();
  let told = 0;
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      await store.commit(Array.from({ length: BATCH }, next));
      told += BATCH;
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  const { user, system } = process.cpuUsage(before);
  return { perSecond: told / ((performance.now() - began) / 1000), cpu_us: (user + system) / told };
}

/** Messages of the world, without words. */
export function messages(size: WorldSize, seed: number, run: string): () => Told {
  const next = events(size, seed, run, { texts: 'none' });
  return () => {
    const { id, type, time, data } = JSON.parse(next());
    return { id, type, at: Date.parse(time), data };
  };
}

export async function measureGuarded(
  { small: size, rounds, seconds }: Asked,
  inFolder: string,
  say: Say,
): Promise<void> {
  const nobody = await openWorld(join(inFolder, 'nobody-guarded'), rowsWith(size, false));
  const tenth = await openWorld(join(inFolder, 'tenth-guarded'), rowsWith(size, true));
  const seen = { nobody: [] as number[], tenth: [] as number[], ratios: [] as number[], rates: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const one = await commit(nobody, messages(size, round, `n${round}`), seconds);
    const other = await commit(tenth, messages(size, round, `t${round}`), seconds);
    // the first round is the compiler's
    if (round === 0) continue;
    seen.nobody.push(one.cpu_us);
    seen.tenth.push(other.cpu_us);
    seen.ratios.push(one.cpu_us / other.cpu_us);
    seen.rates.push(other.perSecond / one.perSecond);
  }
  say(figure('guarded: CPU an event where nobody is', median(seen.nobody), 'µs'));
  say(figure('guarded: CPU an event where a tenth of accounts are', median(seen.tenth), 'µs'));
  say(figure('guarded: share of throughput left by CPU, a tenth guarded', median(seen.ratios), ''));
  say(figure('guarded: share of throughput left by the clock, a tenth guarded', median(seen.rates), ''));
  await nobody.close();
  await tenth.close();
}
