/** How far it is that a source is told of an entry that people here found wrong. */
import type { FeedbackState } from '@kith/contract';
import { type ListSettings, takesFeedback } from './settings.ts';

/** Why a row is told no more that nobody stands by any longer. */
export const WITHDRAWN = 'withdrawn';

/** What a row says of it. */
export interface FeedbackFar {
  sent: boolean;
  dead: boolean;
  /** whoever said so took it back */
  withdrawn: boolean;
}

export function feedbackStateOf({ sent, dead, withdrawn }: FeedbackFar, settings: ListSettings): FeedbackState {
  if (sent) return 'sent';
  if (dead) return withdrawn ? 'withdrawn' : 'failed';
  return takesFeedback(settings) ? 'waiting' : 'handing_over';
}
