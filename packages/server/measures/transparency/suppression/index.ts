/** Statistical disclosure control: which numbers of a publication are withheld so that nobody finds out a small one. */
export { type Protection, protect, QUESTIONS_MAX, type Solve } from './protect.ts';
export { openSolver } from './solver.ts';
export { type Figure, isSmall, type Part, type Sum, type System } from './system.ts';
