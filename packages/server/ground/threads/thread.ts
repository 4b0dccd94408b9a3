/** One piece of work in a thread that ends with it: what takes seconds must not hold up decisions, nor take them down. */
import { Worker } from 'node:worker_threads';

export interface ThreadLimits {
  name: string;
  /** milliseconds */
  max_ms: number;
  /** of V8's heap, MB */
  heapMax_MB: number;
}

/** What the thread's file sends first, given what it is started with. @throws where it fails, takes too long or too much */
export function inThread(file: URL, given: unknown, { name, max_ms, heapMax_MB }: ThreadLimits): Promise<unknown> {
  const worker = new Worker(file, {
    ...{ name, workerData: given, resourceLimits: { maxOldGenerationSizeMb: heapMax_MB } },
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const late = setTimeout(() => {
    reject(new Error(`${name} took longer than ${max_ms} ms`));
    void worker.terminate();
  }, max_ms);
  worker.once('message', resolve).once('error', reject);
  worker.once('exit', (code) => {
    clearTimeout(late);
    reject(new Error(`the thread of ${name} ended with ${code}`));
  });
  return promise;
}
