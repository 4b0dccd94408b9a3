/** What is said between Kith and a worker that holds a model, and the worker's side of it. */
import { parentPort } from 'node:worker_threads';
import type { Asked, Looked } from './looker.ts';

/** To the worker: some texts. */
export interface Ask {
  id: number;
  texts: readonly Asked[];
}

/** From the worker: that it is ready, or what it found. One that fails ends. */
export type Reply = { ready: true } | { id: number; results: Looked } | { full: true };

const MB = 1024 * 1024;

/**
 * Answers asks until the thread is ended. V8's own limits don't cover what a model holds outside its heap, so that is looked
 * at after every look: past the limit the worker says so, and is ended.
 */
export function answerAsks(look: (texts: readonly Asked[]) => Promise<Looked>, memoryMax_MB: number): void {
  const port = parentPort;
  if (port === null) throw new Error('this runs in a worker only');
  const say = (reply: Reply) => port.postMessage(reply);
  port.on('message', async ({ id, texts }: Ask) => {
    const results = await look(texts);
    // both are this thread's own
    const { heapUsed, external } = process.memoryUsage();
    say(heapUsed + external > memoryMax_MB * MB ? { full: true } : { id, results });
  });
  say({ ready: true });
}
