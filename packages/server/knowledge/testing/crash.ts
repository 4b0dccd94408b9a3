/**
 * Kills processes that commit, at instants that a seed chooses, and looks whether anything that was answered is missing,
 * anything is there twice, and sending again what was not answered leads to the knowledge of a single pass.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestOf, digestOfWorkingSet } from '../digest.ts';
import { MANIFEST } from '../resident/saved.ts';
import type { Pace } from '../resident/saver.ts';
import { KNOWLEDGE_FOLDER } from '../resident/store.ts';
import type { CrashTask } from './crash-child.ts';
import { type Home, type Kind, newHome } from './homes.ts';
import { collect, commitAll, familiesIn, familiesOf, plainDuties, plainly } from './plain.ts';
import { lanes } from './streams.ts';

export interface CrashPlan {
  kind: Kind;
  /** how often a process is killed while it has something left to send */
  rounds: number;
  /** processes at once; the first is the one that is killed, the others go on. Neighbours send some of the same lanes */
  processes: number;
  seed: number;
  /** knowledge is saved again and again meanwhile, so that kills come into savings (resident) */
  saving?: boolean;
}

const LANES = 12;
const USUAL = { length: 400, blockMax: 12, delayMax_ms: 6 };
/** A process sends this many lanes; the next process begins half as many further on. */
const LANES_A_PROCESS = 8;
/** Some are done before their kill comes, and are not counted; with more than this a round the test fails. */
const ATTEMPTS_A_ROUND = 2;
/** Where knowledge is saved beside: no wait between what is saved, nor between savings. */
const WITHOUT_REST: Pace = { events: 1, within_ms: 0, rest_ms: 0 };
/** ... and more is sent, a little at a time, since a saving waits for the disk more often than a process is to live. */
const BESIDE_SAVING = { length: 1_000, blockMax: 2, delayMax_ms: 40 };
const POLL_MS = 2;

/** Seeded numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Sender {
  /** resolves when so many events more were answered, or it has ended */
  answered(events: number): Promise<void>;
  kill(): void;
  /** true where it sent everything; false where it was killed; throws where it failed */
  ended: Promise<boolean>;
}

/** Starts a process that sends; `reached` has how far each lane was answered, and is kept up to date. */
function startSender(task: CrashTask, reached: number[]): Sender {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crash-child.ts'), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let events = 0;
  let done = false;
  let rest = '';
  let complaint = '';
  let waiting: { events: number; resolve: () => void } | null = null;
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'done') done = true;
      const [lane = 0, count = 0] = line.split(' ').map(Number);
      const before = reached[lane] ?? 0;
      if (count > before) {
        events += count - before;
        reached[lane] = count;
      }
    }
    if (waiting !== null && events >= waiting.events) waiting.resolve();
  });
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      waiting?.resolve();
      if (done || signal === 'SIGKILL') resolve(done);
      else reject(new Error(`a sending process ended with ${code ?? signal}: ${complaint}`));
    });
  });
  return {
    answered: (wanted) =>
      new Promise((resolve) => {
        waiting = { events: wanted, resolve };
        if (events >= wanted || child.exitCode !== null) resolve();
      }),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

/** What a process sends: alone, everything. */
const lanesOf = (process: number, processes: number): number[] =>
  Array.from(
    { length: processes === 1 ? LANES : LANES_A_PROCESS },
    (_, i) => (process * (LANES_A_PROCESS / 2) + i) % LANES,
  );

/** The files of saved knowledge, and when each was written. */
async function filesIn({ address }: Home): Promise<Map<string, number>> {
  const folder = join(address, KNOWLEDGE_FOLDER);
  if (!existsSync(folder)) return new Map();
  const names = await readdir(folder);
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return new Map(names.map((name, i) => [name, times[i]]));
}

/** Resolves when a saving has ended since, or the process that saves has. */
async function savedSince(home: Home, before: ReadonlyMap<string, number>, { ended }: Sender): Promise<void> {
  const manifest = join(home.address, KNOWLEDGE_FOLDER, MANIFEST);
  let saving = true;
  const over = (): void => {
    saving = false;
  };
  ended.then(over, over);
  while (saving) {
    const { mtimeMs } = existsSync(manifest) ? await stat(manifest) : {};
    if (mtimeMs !== before.get(MANIFEST)) return;
    await sleep(POLL_MS);
  }
}

/** Counts whether a process that was killed had ended a saving, and whether it had begun one that it did not end. */
function noteSaving(
  savings: { ended: number; cut: number },
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): void {
  const written = [...after].filter(([name, at]) => before.get(name) !== at);
  // the manifest is written last
  const manifest = after.get(MANIFEST) ?? 0;
  if (written.some(([name]) => name === MANIFEST)) savings.ended++;
  if (written.some(([, at]) => at > manifest)) savings.cut++;
}

/** Runs a plan in a home of its own. */
export async function crash(plan: CrashPlan): Promise<void> {
  const home = await newHome(plan.kind);
  try {
    await crashIn(home, plan);
  } finally {
    await home.leave();
  }
}

async function crashIn(home: Home, { kind, rounds, processes, seed, saving = false }: CrashPlan): Promise<void> {
  const next = numbers(seed);
  const { length, blockMax, delayMax_ms } = saving ? BESIDE_SAVING : USUAL;
  const streams = lanes(seed, LANES, length);
  const reached = streams.map(() => 0);
  const left = (sent: readonly number[]): number =>
    sent.reduce((sum, lane) => sum + (streams[lane]?.length ?? 0) - (reached[lane] ?? 0), 0);
  const start = (sent: readonly number[]): Sender => {
    const send = sent.map((lane) => {
      // some of what was answered is sent again
      const from = Math.max(0, (reached[lane] ?? 0) - Math.floor(next() * 10));
      return { lane, from, block: 1 + Math.floor(next() * blockMax) };
    });
    const { address } = home;
    const pace = saving ? { pace: WITHOUT_REST } : {};
    return startSender({ kind, address, seed, lanes: streams.length, length, send, ...pace }, reached);
  };
  const others = Array.from({ length: processes - 1 }, (_, i) => start(lanesOf(i + 1, processes)));
  let sent = lanesOf(0, processes);
  let killed = 0;
  const savings = { ended: 0, cut: 0 };
  for (let attempt = 0; killed < rounds; attempt++) {
    assert.ok(attempt < rounds * ATTEMPTS_A_ROUND, `only ${killed} of ${attempt} were killed before they were done`);
    const before = saving ? await filesIn(home) : null;
    const sender = start(sent);
    await sender.answered(Math.max(1, Math.floor((left(sent) / (rounds - killed + 1)) * next())));
    // every other one ends a saving first: the next start is from what it saved, and its kill comes into a later one
    if (before !== null && attempt % 2 === 1) await savedSince(home, before, sender);
    await sleep(next() * delayMax_ms);
    sender.kill();
    await sender.ended;
    if (left(sent) > 0) {
      killed++;
      if (before !== null) noteSaving(savings, before, await filesIn(home));
    } else {
      // all was answered before the kill came: that was none under load, and the next one needs something to send
      sent = sent.map((_, i) => streams.length + i);
      streams.push(...lanes(seed, streams.length + sent.length, length).slice(streams.length));
      reached.push(...sent.map(() => 0));
    }
  }
  for (const other of others) assert.equal(await other.ended, true);
  if (saving) {
    const seen = `of ${killed} processes ${savings.ended} had ended a saving and ${savings.cut} were killed in one`;
    // how many are cut short is chance: how long one takes depends on the disk
    assert.ok(savings.ended >= rounds / 4 && savings.cut > 0, seen);
  }

  const store = await home.open(plainDuties());
  try {
    const logged = (await collect(store.log())).map(({ told }) => told.id);
    for (const [lane, stream] of streams.entries()) {
      const ids = logged.filter((id) => id.startsWith(`${lane}-`));
      assert.ok(ids.length >= (reached[lane] ?? 0), `lane ${lane}: ${reached[lane]} answered, ${ids.length} there`);
      assert.deepEqual(
        ids,
        stream.slice(0, ids.length).map((event) => event.id),
      );
    }
    for (const stream of streams) await commitAll(store, stream, 50);
    const expected = plainly(streams.flat());
    assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(expected.set));
    const all = await collect(store.log());
    assert.equal(all.length, expected.decisions.size);
    for (const { told, decision } of all) {
      assert.deepEqual(decision, JSON.parse(JSON.stringify(expected.decisions.get(told.id))));
    }
    const outbox = await store.records.kysely.selectFrom('outbox').select('id').execute();
    assert.deepEqual(outbox.map((row) => row.id).sort(), expected.outbox.sort());
    assert.deepEqual(await familiesIn(store), familiesOf(expected.records));
  } finally {
    await store.close();
  }
}
