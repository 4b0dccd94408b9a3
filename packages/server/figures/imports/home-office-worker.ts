/** The thread that reads one file of tables and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { readHomeOffice } from './home-office.ts';

// what the thread was started with (home-office-thread.ts)
const bytes: Uint8Array = workerData;
parentPort?.postMessage(readHomeOffice(bytes));
