/** Makes known hashes ready without holding up the thread that asks for it. */
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type KnownHash, type Pack, Packer } from './packs.ts';
import { prepare, SCANNED_MAX, type SharedKnownHashes } from './prepare.ts';
import type { ToPrepare } from './prepare-worker.ts';

/** Parts of lists, as they are read. Other work goes on between two of them, so some thousand hashes each are good. */
export type Parts = AsyncIterable<readonly KnownHash[]> | Iterable<readonly KnownHash[]>;

/** Rejects with a RangeError for what can't be a known hash, and where the signal says so. */
export async function prepareInThread(parts: Parts, signal?: AbortSignal): Promise<SharedKnownHashes> {
  const packs: Pack[] = [];
  const packer = new Packer((pack) => packs.push(pack));
  let thread: Thread | null = null;
  try {
    for await (const part of parts) {
      signal?.throwIfAborted();
      for (const hash of part) packer.add(hash);
      if (packs.length > 0) thread ??= new Thread(signal);
      thread?.take(packs);
      await setImmediate();
    }
    packer.end();
    // a thread would take longer to start than so few take
    if (thread === null && packer.count <= SCANNED_MAX) return prepare(packs);
    thread ??= new Thread(signal);
    thread.take(packs);
    return await thread.end();
  } finally {
    await thread?.stop();
  }
}

class Thread {
  readonly #worker = new Worker(new URL('./prepare-worker.ts', import.meta.url), { name: 'known hashes' });
  readonly #answer: Promise<SharedKnownHashes>;

  constructor(signal: AbortSignal | undefined) {
    // rejects where the thread fails first; who asks for the end hears of it
    this.#answer = once(this.#worker, 'message', { signal }).then(([answer]) => answer);
    this.#answer.catch(() => {});
  }

  /** Takes packs away. */
  take(packs: Pack[]): void {
    for (const pack of packs.splice(0)) this.#say({ pack }, [pack.words.buffer]);
  }

  end(): Promise<SharedKnownHashes> {
    this.#say({ end: true });
    return this.#answer;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #say(message: ToPrepare, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
