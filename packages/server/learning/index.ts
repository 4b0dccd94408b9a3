export { type Candidate, changedPolicy, makeCandidate } from './candidate.ts';
export { RULINGS_BYTES_MAX, readRulingLines } from './import.ts';
export { Learning } from './job.ts';
export { type Ruling, readRulings, recordRuling } from './rulings.ts';
