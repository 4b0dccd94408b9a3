/** The operator's own classifier, an ONNX file, in a thread of its own. */
import type { OnnxSettings } from './settings.ts';
import { WorkerLooker } from './worker-looker.ts';

/** The thread's own heap holds a vocabulary and a batch; the model lies outside it. */
const HEAP_MAX_MB = 256;

export const onnxLooker = (settings: OnnxSettings): WorkerLooker =>
  new WorkerLooker({
    model: settings.model,
    batchMax: settings.batch,
    timeout_ms: settings.timeout_ms,
    file: new URL('./onnx-worker.ts', import.meta.url),
    setup: settings,
    heapMax_MB: HEAP_MAX_MB,
  });
