export { FOREVER_MS, type Keeping, type KeepingPolicy, keepingOf } from './clocks.ts';
export { destroyDue, type UnderKeys } from './destroy.ts';
export { keepDestroying } from './job.ts';
export { aheadBy, believeClock, SureClock } from './sure-clock.ts';
