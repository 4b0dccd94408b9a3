export { CHASES_MAX, isOverdue, nextChase, overdueFrom } from './chasing.ts';
export { type Job, keepDoing, pause } from './jobs.ts';
export { lease, Overtaken } from './leases.ts';
export { Turns } from './turns.ts';
