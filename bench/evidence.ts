/** Putting evidence into the vault and opening it again: small and large items, in each storage that is on this machine. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { FolderStorage } from '../packages/server/evidence/vault/folder-storage.ts';
import { type Given, Vault } from '../packages/server/evidence/vault/vault.ts';
import { openSqliteRecords } from '../packages/server/ground/database/index.ts';
import { KeyFolder } from '../packages/server/ground/sealing/index.ts';
import { figure, type Say } from './figures.ts';

const MIB = 2 ** 20;
/** How much memory is looked at, milliseconds. */
const LOOK_MS = 20;

/** @param large MiB of the large item */
export async function measureEvidence(large: number, rounds: number, folder: string, say: Say): Promise<void> {
  const home = join(folder, 'evidence');
  mkdirSync(home, { recursive: true });
  const { kysely: db, close } = await openSqliteRecords(join(home, 'kith.db'));
  const keys = await KeyFolder.open({ folder: join(home, 'keys'), master: null, masterFile: null });
  const base = { id: 'c1', account: 'max', queue: 'risk', opened_at: 0, updated_at: 0, level: 'high', score: 9 };
  const row = { ...base, why: '[]', event: 'e', features: null, waits_since: 0, rank: 0 };
  await db.insertInto('cases').values(row).execute();
  try {
    // first of all: what is opened stays in memory as a whole for a while
    const memory = watchMemory();
    const first = new Vault({ db, folder: keys, clock: Date.now });
    await first.put({ ...GIVEN, about: 'first', bytes: stream(large) }, 'key:k1');
    say(figure(`evidence: memory while ${large} MiB are put into SQLite`, memory.grown() / MIB, 'MiB'));
    for (const storage of [null, new FolderStorage(join(home, 'blobs'))]) {
      const vault = new Vault({ db, folder: keys, storage, clock: Date.now });
      const where = storage === null ? 'SQLite' : 'a folder';
      for (const [size, count] of [
        [1, 20],
        [large, 1],
      ] as const) {
        const put: number[] = [];
        const open: number[] = [];
        for (let i = 0; i < rounds * count; i++) {
          const began = performance.now();
          const id = await vault.put({ ...GIVEN, about: `${where}-${size}-${i}`, bytes: stream(size) }, 'key:k1');
          const there = performance.now();
          await vault.use(id, 'a measurement');
          put.push(there - began);
          open.push(performance.now() - there);
        }
        say(figure(`evidence: ${size} MiB put into ${where}`, median(put), 'ms'));
        say(figure(`evidence: ${size} MiB opened from ${where}, verified`, median(open), 'ms'));
      }
    }
  } finally {
    await close();
  }
}

const GIVEN: Omit<Given, 'about' | 'bytes'> = {
  ...{ case: 'c1', kind: 'media', source: 'platform', name: 'n', mediaType: 'video/mp4', account: 'max', at_ms: 0 },
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Random bytes, a piece at a time, as they come over HTTP. */
async function* stream(mib: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < mib * 16; i++) yield randomBytes(MIB / 16);
}

/** How far the memory of the process rose at most, bytes. */
function watchMemory(): { grown(): number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, LOOK_MS);
  return {
    grown() {
      clearInterval(timer);
      return Math.max(most, process.memoryUsage.rss()) - before;
    },
  };
}
