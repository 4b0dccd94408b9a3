export { DurationHistogram, type Quantiles } from './histogram.ts';
export type { Noteworthy } from './noteworthy.ts';
export { OUTCOMES } from './outcomes.ts';
export type { Counts, Level } from './prometheus.ts';
export { createTelemetry, type DecidedEvent, type Snapshot, type Telemetry } from './telemetry.ts';
