/**
 * One process that reads pictures, as Kith sees it: takes one file at a time. It is a process and not a thread because only a
 * process can be ended while a decoder is at work, and only a process can crash alone: docs/decisions/0014-pictures-are-read-in-processes.md.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { HashingError } from './failure.ts';
import { lengthOf } from './framing.ts';
import { type HashedPicture, reply } from './hashed.ts';
import { type HashingLimits, HEAP_MAX_MB, MEMORY_KEPT_MAX_MB, START_MAX_MS } from './limits.ts';

const PROGRAM = new URL('./reader-process.ts', import.meta.url);

interface Job {
  bytes: Uint8Array;
  resolve(picture: HashedPicture): void;
  reject(error: HashingError): void;
}

export class Reader {
  readonly #limits: HashingLimits;
  #process: ChildProcess | null = null;
  #isReady = false;
  #job: Job | null = null;
  #timer: NodeJS.Timeout | undefined;
  #starts = 0;
  #memory_MB = 0;

  constructor(limits: HashingLimits) {
    this.#limits = limits;
  }

  /** Of the process, while there is one: for whoever watches it from outside. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  get isBusy(): boolean {
    return this.#job !== null;
  }

  /** How often it had to start again. */
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** What the process held after its last file. */
  get memory_MB(): number {
    return this.#memory_MB;
  }

  /** Not to be called before the last one has settled. Rejects with a HashingError. */
  read(bytes: Uint8Array): Promise<HashedPicture> {
    return new Promise((resolve, reject) => {
      this.#job = { bytes, resolve, reject };
      if (this.#process === null) this.#start();
      else this.#give();
    });
  }

  /** Ends the process, and what it was at. */
  stop(): void {
    this.#end(new HashingError('stopped'));
  }

  #start(): void {
    const child = fork(PROGRAM, [String(this.#limits.memoryMax_MB)], {
      // decoders that somebody has got the better of find no secrets
      env: {},
      execArgv: [`--max-old-space-size=${HEAP_MAX_MB}`],
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      serialization: 'json',
    });
    this.#starts++;
    this.#process = child;
    this.#isReady = false;
    this.#within(START_MAX_MS, 'not_started');
    child.on('message', (message) => this.#hear(message));
    child.on('error', (cause) => this.#end(new HashingError('not_started', cause)));
    child.on('exit', () => this.#end(new HashingError(this.#isReady ? 'crashed' : 'not_started')));
    // it tells the same as 'exit'
    child.stdin?.on('error', () => {});
    // whoever waits for a picture keeps Kith awake; a process that waits for pictures does not
    child.unref();
    child.channel?.unref();
  }

  #give(): void {
    if (this.#job === null) return;
    this.#within(this.#limits.timeMax_ms, 'timed_out');
    this.#process?.stdin?.write(lengthOf(this.#job.bytes));
    this.#process?.stdin?.write(this.#job.bytes);
  }

  #within(most_ms: number, otherwise: 'not_started' | 'timed_out'): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(new HashingError(otherwise)), most_ms);
  }

  #hear(message: unknown): void {
    const read = reply.safeParse(message);
    if (!read.success) {
      this.#end(new HashingError('crashed', read.error));
      return;
    }
    const said = read.data;
    if ('ready' in said) {
      this.#isReady = true;
      this.#give();
      return;
    }
    this.#memory_MB = said.memory_MB;
    if ('failure' in said && said.failure === 'out_of_memory') {
      this.#end(new HashingError('out_of_memory'));
      return;
    }
    const job = this.#job;
    clearTimeout(this.#timer);
    this.#job = null;
    if (said.memory_MB > MEMORY_KEPT_MAX_MB) this.#end(new HashingError('crashed'));
    if ('failure' in said) job?.reject(new HashingError(said.failure));
    else job?.resolve(said.picture);
  }

  /** Ends the process; what it was at fails with this. */
  #end(error: HashingError): void {
    clearTimeout(this.#timer);
    const [child, job] = [this.#process, this.#job];
    this.#process = null;
    this.#job = null;
    child?.removeAllListeners().on('error', () => {});
    child?.kill('SIGKILL');
    job?.reject(error);
  }
}
