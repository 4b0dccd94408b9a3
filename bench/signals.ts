/**
 * What signals cost: the same messages through intake and the resident store, without HTTP, by a Kith without any, one with
 * all, and with one part alone or without one. Each is a process of its own, as code that was compiled for one is slow for
 * another; they take turns, and CPU is compared within a round, so that other work on the machine disturbs less.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadShippedReader } from '../packages/server/signals/index.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median } from './kith.ts';
import type { Ended, Parts, Round, Setup, Took } from './signals-process.ts';
import { evidenceIn, textsOf } from './texts.ts';

const NONE: Parts = { texts: false, language: false, behaviour: false, second: false };
const ALL: Parts = { texts: true, language: true, behaviour: true, second: true };
const kinds = {
  none: NONE,
  all: ALL,
  'texts alone': { ...NONE, texts: true },
  'behaviour, score and cases alone': { ...NONE, behaviour: true },
  'all but telling languages apart': { ...ALL, language: false },
  'all but the second look': { ...ALL, second: false },
} satisfies Record<string, Parts>;
type KindName = keyof typeof kinds;
const names = Object.keys(kinds) as KindName[];

/** Rounds that are the compiler's. */
const WARM = 2;

class Apart {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'signals-process.ts'), [], {
      execArgv: ['--max-semi-space-size=64', ...process.execArgv],
    });
  }

  /** What it is told next is answered with `T`: the two files agree on that. */
  async ask<T>(asked: { setup: Setup } | { round: Round } | { end: true }): Promise<T> {
    const over = new AbortController();
    const failed = once(this.#child, 'exit', { signal: over.signal }).then(() => {
      throw new Error('a benchmark process ended');
    });
    failed.catch(() => {});
    this.#child.send(asked);
    try {
      const [answer] = await Promise.race([once(this.#child, 'message', { signal: over.signal }), failed]);
      return answer as T;
    } finally {
      over.abort();
    }
  }

  kill(): void {
    this.#child.kill();
  }
}

export async function measureSignals(
  { rounds, events, size }: Pick<Asked, 'rounds' | 'size'> & { events: number },
  inFolder: string,
  say: Say,
): Promise<void> {
  const running = new Map<KindName, Apart>();
  try {
    for (const name of names) {
      const folder = join(inFolder, `signals-${names.indexOf(name)}`);
      mkdirSync(folder, { recursive: true });
      const apart = new Apart();
      running.set(name, apart);
      await apart.ask({ setup: { folder, size, parts: kinds[name] } });
    }
    const seen = await inTurns(running, rounds, events);
    sayCosts(seen, say);
    for (const [name, apart] of running) {
      const ended = await apart.ask<Ended>({ end: true });
      if (name === 'all') sayWorld(ended, say);
    }
  } finally {
    for (const apart of running.values()) apart.kill();
  }
}

async function inTurns(
  running: ReadonlyMap<KindName, Apart>,
  rounds: number,
  events: number,
): Promise<Map<KindName, Took[]>> {
  const seen = new Map<KindName, Took[]>(names.map((name) => [name, []]));
  for (let seed = 0; seed < WARM + rounds; seed++) {
    // each begins a round as often as the others: what comes later finds another machine
    for (const i of names.keys()) {
      const name = names[(i + seed) % names.length];
      if (name === undefined) continue;
      const took = await running.get(name)?.ask<Took>({ round: { seed, events } });
      if (took !== undefined && seed >= WARM) seen.get(name)?.push(took);
    }
  }
  return seen;
}

function sayCosts(seen: ReadonlyMap<KindName, Took[]>, say: Say): void {
  const none = seen.get('none') ?? [];
  for (const name of names) {
    const rounds = seen.get(name) ?? [];
    const of = (key: keyof Took): number => median(rounds.map((took) => took[key]));
    say(figure(`signals: ${name}: CPU of the main thread an event`, of('main_us'), 'µs'));
    say(figure(`signals: ${name}: CPU of the process an event`, of('process_us'), 'µs'));
    if (name === 'none') continue;
    const left = (key: 'main_us' | 'process_us'): number =>
      median(rounds.map((took, i) => (none[i]?.[key] ?? 0) / took[key]));
    const target = name === 'all' ? { atLeast: 0.8 } : undefined;
    say(figure(`signals: ${name}: share left, by CPU of the main thread`, left('main_us'), '', target));
    say(figure(`signals: ${name}: share left, by CPU of the process`, left('process_us'), '', target));
    const rate = median(rounds.map((took, i) => took.perSecond / (none[i]?.perSecond ?? 0)));
    say(figure(`signals: ${name}: share left, by the clock`, rate, '', target));
  }
}

function sayWorld({ accounts, scored, lookedTwice, medium }: Ended, say: Say): void {
  const evidence = evidenceIn(loadShippedReader(), textsOf('ordinary'));
  say(figure('signals: share of the texts that are evidence, read as English', evidence, ''));
  say(figure('signals: share of accounts with a score in the end', scored / accounts, ''));
  say(figure('signals: share of accounts that were looked at twice in the end', lookedTwice / accounts, ''));
  say(figure('signals: share of accounts at medium or high in the end', medium / accounts, ''));
}
