/** Processes that send referrals, and die. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LEASE_MS } from '../../filing.ts';

const SCRIPT = fileURLToPath(new URL('./sender-process.ts', import.meta.url));

export interface SendersOptions {
  folder: string;
  /** a file with how far the time is ahead, milliseconds */
  clock: string;
  env: Record<string, string>;
  /** processes at once */
  count: number;
  random: () => number;
}

export class Senders {
  readonly #options: SendersOptions;
  readonly #running: { child: ChildProcess; ready: Promise<unknown> }[] = [];
  killed = 0;
  /** how far the time has leapt */
  ahead_ms = 0;

  constructor(options: SendersOptions) {
    this.#options = options;
    for (let i = 0; i < options.count; i++) this.#running.push(this.#start());
  }

  #start() {
    const { folder, env } = this.#options;
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('KITH_'));
    const child = spawn(process.execPath, [SCRIPT, folder], {
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(([code, signal]) => {
      if (signal === null) throw new Error(`a sender ended by itself, with ${code}`);
    });
    return { child, ready: Promise.race([once(child.stdout, 'data'), ended]) };
  }

  /** Kills one in the middle of whatever it does, and starts another. What it had is free from then on, for the others too. */
  async killOne(): Promise<void> {
    const { random } = this.#options;
    const at = Math.floor(random() * this.#running.length);
    const one = this.#running[at];
    if (one === undefined) throw new Error('no sender runs');
    await one.ready;
    await sleep(random() * 400);
    const gone = once(one.child, 'exit');
    one.child.kill('SIGKILL');
    await gone;
    this.killed++;
    this.leap(LEASE_MS + 1_000);
    this.#running[at] = this.#start();
  }

  /** For all of them, and whoever asks. @returns how far it is ahead then */
  leap(ms: number): number {
    this.ahead_ms += ms;
    writeFileSync(this.#options.clock, String(this.ahead_ms));
    return this.ahead_ms;
  }

  async end(): Promise<void> {
    for (const { child, ready } of this.#running) {
      await ready.catch(() => {});
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  }
}
