/** The thread that composes one report and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { compose, type ToCompose } from './compose.ts';
import { openSolver } from './suppression/index.ts';

// what the thread was started with (draft.ts)
const asked: ToCompose = workerData;
parentPort?.postMessage(compose(asked, await openSolver()));
