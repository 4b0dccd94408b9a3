/**
 * Which contacts with a child are scored. Most are not: between most there is no evidence. But of a conversation without
 * text, or in a language without cues, there never is; what it shows is that a grown-up keeps writing to a child with whom
 * it has nobody in common.
 */
import type { Facts } from '../contact/facts.ts';
import type { Approach, Conduct } from '../knowledge/index.ts';
import { ageGap } from './ages.ts';

/** From so sure on that an adult turns to a child a contact is scored without evidence: children write to children they met for hours. */
const KEPT_UP_FROM_AGE_GAP = 0.25;

export function isScored(
  conduct: Conduct,
  approach: Approach,
  facts: Pick<Facts, 'actor' | 'other' | 'out' | 'nothingInCommon'>,
  { keptMessages }: { readonly keptMessages: number },
): boolean {
  if (conduct.at === 0) return false;
  if (approach.at > 0) return true;
  if (conduct.kept === 0 || facts.out.messages < keptMessages) return false;
  // what they have in common last: it costs a look at connections
  return ageGap(facts.actor, facts.other) >= KEPT_UP_FROM_AGE_GAP && facts.nothingInCommon;
}

/** Whether any contact of an account can be scored: asked first, as it costs nothing. */
export const mayBeScored = ({ approached, kept }: Pick<Conduct, 'approached' | 'kept'>): boolean =>
  approached > 0 || kept > 0;
