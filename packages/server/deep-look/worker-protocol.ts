/** What is said between Kith and a worker that holds a model, and the worker's side of it. */
import { parentPort } from 'node:worker_threads';
import { type Asked, LookError, type Looked, type LookFailure } from './looker.ts';

/** To the worker: some texts. */
export interface Ask {
  id: number;
  texts: readonly Asked[];
}

/** From the worker: that it is ready, what it found, or that the model's answer is of no use. One that fails otherwise ends. */
export type Reply =
  | { ready: true }
  | { id: number; results: Looked }
  | { id: number; failed: LookFailure }
  | { full: true };

const MB = 1024 * 1024;

/**
 * Answers asks until the thread is ended. V8's own limits don't cover what a model holds outside its heap, so that is looked
 * at after every look: past the limit the worker says so, and is ended.
 */
export function answerAsks(look: (texts: readonly Asked[]) => Promise<Looked>, memoryMax_MB: number): void {
  const port = parentPort;
  if (port === null) throw new Error('this runs in a worker only');
  const say = (reply: Reply) => port.postMessage(reply);
  const answer = async (id: number, texts: readonly Asked[]): Promise<Reply> => {
    try {
      return { id, results: await look(texts) };
    } catch (error) {
      if (error instanceof LookError) return { id, failed: error.reason };
      throw error;
    }
  };
  port.on('message', async ({ id, texts }: Ask) => {
    const reply = await answer(id, texts);
    // both are this thread's own
    const { heapUsed, external } = process.memoryUsage();
    say(heapUsed + external > memoryMax_MB * MB ? { full: true } : reply);
  });
  say({ ready: true });
}
