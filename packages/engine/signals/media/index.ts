/** What a picture looks like, as a hash: for finding material that is known already. */
export { type Luminance, luminanceOf } from './luminance.ts';
export { type Pdq, pdqOf, pdqsOf, QUALITY_MIN, TURNS, type Turn } from './pdq.ts';
