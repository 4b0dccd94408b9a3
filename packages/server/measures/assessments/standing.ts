/** How it stands with a kind of assessment: what is missing and what is due, the most pressing first. Pure. */
import type { AssessmentStanding } from '@kith/contract';

/** Days before a review is due from which it is said to be soon: a review takes weeks. */
export const SOON_DAYS = 30;

/** @param last when the last version is to be reviewed by; null where nothing was signed */
export function standingOf(last: { due_day: number } | null, changes: number, today: number): AssessmentStanding {
  if (last === null) return 'missing';
  if (last.due_day < today) return 'overdue';
  if (changes > 0) return 'change';
  return last.due_day - today <= SOON_DAYS ? 'due_soon' : 'signed';
}
