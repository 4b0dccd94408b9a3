/** A thread that opens known hashes which another has built, and answers what is near. */
import { parentPort, workerData } from 'node:worker_threads';
import { KnownHashes } from '../index.ts';

const known = KnownHashes.open(workerData);
parentPort?.on('message', (hex: string) => parentPort?.postMessage(known.near(hex)));
