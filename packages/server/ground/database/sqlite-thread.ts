/** A database thread as the main thread sees it: asks with promises. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DatabaseError } from './errors.ts';
import type { Ask, Reply, Request, WorkerSetup } from './sqlite-protocol.ts';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: DatabaseError | null = null;
  readonly #exited: Promise<unknown>;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#exited = once(worker, 'exit').catch(() => {});
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', () => this.#end(undefined));
  }

  /** Resolves when the connection is open and, for the writer, migrated; rejects with what stood in the way. */
  static async open(setup: WorkerSetup): Promise<SqliteThread> {
    const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
      workerData: setup,
      name: `sqlite ${setup.role}`,
    });
    try {
      await once(worker, 'message');
    } catch (error) {
      throw withCode(error);
    }
    return new SqliteThread(worker);
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    if ('answer' in reply) waiting.resolve(reply.answer);
    else {
      const { message, code } = reply.failure;
      const cause = Object.assign(new Error(message), { code });
      waiting.reject(new DatabaseError('query_failed', `SQLite: ${message}${code === '' ? '' : ` (${code})`}`, cause));
    }
  }

  #end(cause: Error | undefined): void {
    this.#ended ??= new DatabaseError(
      'database_stopped',
      cause === undefined ? 'the database thread has ended' : `the database thread failed: ${cause.message}`,
      cause,
    );
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }

  /** Asks the thread; `transfer` names memory that is handed over instead of copied. */
  ask(what: Ask, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const request: Request = { id, what };
      try {
        this.#worker.postMessage(request, transfer);
      } catch (error) {
        this.#waiting.delete(id);
        reject(error);
      }
    });
  }

  /** What was asked before is done first. */
  async close(): Promise<void> {
    if (this.#ended === null) this.#worker.postMessage('close');
    await this.#exited;
  }
}

/** A DatabaseError thrown in the thread arrives as a plain error with its code as a property, or without. */
function withCode(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const { code } = error;
  if (code !== 'database_newer' && code !== 'migration_changed') return error;
  return new DatabaseError(code, error.message);
}
