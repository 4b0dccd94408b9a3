export { type Calibrated, calibrate } from './calibrate.ts';
export { type Candidate, changedPolicy, makeCandidate } from './candidate.ts';
export { type Compared, compare } from './compare.ts';
export { DRIFT_FROM, driftOf, scoresOf } from './drift.ts';
export { RULINGS_BYTES_MAX, readRulingLines } from './import.ts';
export { Learning } from './job.ts';
export { intervalOf, knownAccounts, readOutcomes, shadowModels } from './outcomes.ts';
export { type Ruling, readRulings, recordRuling } from './rulings.ts';
