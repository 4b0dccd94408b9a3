/** Starts and stops what is measured: Kith as its users start it, and the load beside it. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load, Seen } from './load.ts';
import type { Read, Reading } from './readers.ts';
import { textsIn } from './texts.ts';
import type { Stream, WorldSize } from './world.ts';

const MAIN = join(import.meta.dirname, '../packages/server/cli/main.ts');
const REFUSED = /^kith_\w+{[^}]*status="rejected"[^}]*} (\S+)/gm;
const READY_WITHIN_MS = 60_000;
/** Gauges of memory: of knowledge by its parts, and of the process. */
const MEMORY = /^(?:kith_memory|process)_(\w+)_bytes(?:{[^}]*})? (\S+)/gm;

export interface Running {
  url: string;
  key: string;
  /** from the start of the process to the first 200 of /readyz */
  ready_s: number;
  process: ChildProcess;
  /** bytes that the process holds in memory */
  rss(): number;
  /** bytes of memory, as the process says on /metrics, by what they are for */
  memory(): Promise<Map<string, number>>;
  /** requests of loads on it that failed so far */
  failed: number;
  /** events that it refused since its start: a batch is answered all the same */
  refused(): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Those that run: a benchmark that fails leaves none behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** `kith serve` on a folder, or on a database where `databaseUrl` is given; by the shipped policy, or a file's. */
export async function startKith(folder: string, databaseUrl?: string, policyFile?: string): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN, 'serve', '--sandbox', '--folder', folder, '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // as docs/OPERATING.md says
    env: {
      GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
      NODE_OPTIONS: '--max-semi-space-size=64',
      ...process.env,
      KITH_LOG_LEVEL: 'warn',
      ...(databaseUrl && { KITH_DATABASE_URL: databaseUrl }),
      ...(policyFile && { KITH_POLICY: policyFile }),
    },
  });
  running.add(child);
  let ended = false;
  child.once('exit', () => {
    running.delete(child);
    ended = true;
  });
  while (!(await isReady(url))) {
    if (ended) throw new Error(`kith ended with ${child.exitCode ?? child.signalCode} before it was ready`);
    if (performance.now() - began > READY_WITHIN_MS) throw new Error('kith was not ready in time');
    await sleep(20);
  }
  return {
    url,
    key: readFileSync(join(folder, 'sandbox-key'), 'utf8').trim(),
    ready_s: (performance.now() - began) / 1000,
    process: child,
    failed: 0,
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024,
    refused: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return [...text.matchAll(REFUSED)].reduce((sum, [, count]) => sum + Number(count), 0);
    },
    memory: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return new Map([...text.matchAll(MEMORY)].map(([, name = '', bytes]) => [name, Number(bytes)]));
    },
    stop: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        if (ended) return resolve();
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Runs a load in a process of its own and gives what it saw. */
function apart<What extends Load | Reading, Saw>(file: 'load.ts' | 'readers.ts', what: What): Promise<Saw> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, file), [], { execArgv: ['--max-old-space-size=6000'] });
    child.once('message', (seen: Saw) => resolve(seen));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the load ended with ${code}`));
    });
    child.send(what);
  });
}

/** Families who read for a while. */
export const readPages = (reading: Reading): Promise<Read> => apart('readers.ts', reading);

let runs = 0;

/** A load on one Kith, with ids that no other load used. */
export async function send(
  kith: Running,
  size: WorldSize,
  seconds: number,
  mode: Load['mode'],
  stream: Stream = {},
): Promise<Seen> {
  runs++;
  const run = `r${process.pid}-${runs}`;
  const load: Load = {
    url: kith.url,
    key: kith.key,
    size,
    seed: runs,
    run,
    seconds,
    stream,
    said: textsIn(stream),
    mode,
  };
  const seen = await apart<Load, Seen>('load.ts', load);
  kith.failed += seen.failures;
  return seen;
}

export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
