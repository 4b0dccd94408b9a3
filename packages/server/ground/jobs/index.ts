export { type Job, keepDoing, pause } from './jobs.ts';
