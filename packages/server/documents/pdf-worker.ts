/** The thread that draws one PDF and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Doc } from './document.ts';
import { drawPdf } from './pdf.ts';

// what the thread was started with (pdf-thread.ts)
const { paper, hash }: { paper: Doc; hash: string } = workerData;
const bytes = await drawPdf(paper, hash);
parentPort?.postMessage(bytes);
