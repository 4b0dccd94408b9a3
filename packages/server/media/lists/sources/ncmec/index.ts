export { NcmecFeedback } from './feedback.ts';
export { importNcmec } from './import.ts';
