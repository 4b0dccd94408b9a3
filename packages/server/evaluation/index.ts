export { type Split, splits } from '@kith/town';
export { evaluateBenign } from './benign/evaluate.ts';
export { evaluateFit } from './fit/evaluate.ts';
export { PanError } from './pan12/corpus.ts';
export { evaluatePan } from './pan12/evaluate.ts';
export { evaluateReturning } from './returning/evaluate.ts';
export { evaluateTown } from './town/evaluate.ts';
