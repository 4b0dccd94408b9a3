/**
 * Asks a model in a thread of its own, so that the event loop is never held up by it. A thread that takes too long, too much
 * memory, or dies is ended; the next look starts another. How soon that may be is the breaker's to say.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Asked, checked, LookError, type Looked, type Looker } from './looker.ts';
import type { Ask, Reply } from './worker-protocol.ts';

/** How long a thread may take to read its model, milliseconds. */
const START_MAX_MS = 60_000;

export interface WorkerLookerOptions {
  model: string;
  batchMax: number;
  timeout_ms: number;
  /** the thread's file, and what it is told when it starts */
  file: URL;
  setup: object;
  /** of V8's heap; what a model holds outside of it the thread looks after */
  heapMax_MB: number;
}

interface Waiting {
  id: number;
  resolve(results: Looked): void;
  reject(error: LookError): void;
}

export class WorkerLooker implements Looker {
  readonly model: string;
  readonly batchMax: number;
  readonly concurrency = 1;
  readonly #options: WorkerLookerOptions;
  #worker: Promise<Worker> | null = null;
  #waiting: Waiting | null = null;
  #asks = 0;
  #starts = 0;

  constructor(options: WorkerLookerOptions) {
    this.model = options.model;
    this.batchMax = options.batchMax;
    this.#options = options;
  }

  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** Starts the thread; rejects, with its own error, where it can't read its model. */
  async start(): Promise<void> {
    this.#worker ??= this.#started();
    try {
      await this.#worker;
    } catch (error) {
      this.#worker = null;
      throw error;
    }
  }

  async look(texts: readonly Asked[], signal: AbortSignal): Promise<Looked> {
    try {
      await this.start();
    } catch {
      throw new LookError('ended');
    }
    const worker = await this.#worker;
    if (worker === null || signal.aborted) throw new LookError('ended');
    const ends = AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeout_ms)]);
    const late = () => this.#end(new LookError('timed_out'));
    ends.addEventListener('abort', late, { once: true });
    try {
      const results = await new Promise<Looked>((resolve, reject) => {
        this.#waiting = { id: ++this.#asks, resolve, reject };
        const ask: Ask = { id: this.#asks, texts };
        worker.postMessage(ask);
      });
      return checked({ results }, texts);
    } finally {
      ends.removeEventListener('abort', late);
      this.#waiting = null;
    }
  }

  async close(): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    this.#worker = null;
    await worker?.terminate();
  }

  async #started(): Promise<Worker> {
    const { file, setup, heapMax_MB, model } = this.#options;
    const worker = new Worker(file, {
      workerData: setup,
      name: `deep look ${model}`,
      resourceLimits: { maxOldGenerationSizeMb: heapMax_MB },
    });
    this.#starts++;
    try {
      // rejects where the thread fails first
      await once(worker, 'message', { signal: AbortSignal.timeout(START_MAX_MS) });
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    worker.on('message', (reply: Reply) => this.#hear(reply));
    worker.on('error', (error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(new LookError(full ? 'out_of_memory' : 'ended'));
    });
    worker.on('exit', () => this.#end(new LookError('ended')));
    return worker;
  }

  #hear(reply: Reply): void {
    if ('full' in reply) this.#end(new LookError('out_of_memory'));
    else if ('id' in reply && reply.id === this.#waiting?.id) {
      if ('failed' in reply) this.#waiting.reject(new LookError(reply.failed));
      else this.#waiting.resolve(reply.results);
    }
  }

  /** Ends the thread, and the look that it was at. */
  #end(error: LookError): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.then((one) => one.removeAllListeners().terminate()).catch(() => {});
    this.#waiting?.reject(error);
  }
}
