export { type Candidate, changedPolicy, makeCandidate } from './candidate.ts';
export { RULINGS_BYTES_MAX, readRulingLines } from './import.ts';
export { readRulings, recordRuling } from './rulings.ts';
