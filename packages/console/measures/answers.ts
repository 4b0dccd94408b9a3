/** What the service says of itself, as it lies at the server. */
import type { MeasureAnswers } from '@kith/contract';

export const ANSWERS_PATH = '/v1/measures/answers';
/** Before anybody has answered. */
export const NO_ANSWERS: MeasureAnswers = { facts: {}, risks: {}, otherKinds: null };
