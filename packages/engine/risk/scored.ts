/**
 * Which contacts with a child are scored. Most are not: between most there is no evidence. But of a conversation without
 * text, or in a language without cues, there never is; what it shows is that a grown-up keeps writing to a child with whom
 * it has nobody in common.
 */
import type { Conduct } from '../knowledge/index.ts';
import { ageGap } from './ages.ts';
import type { ContactObserved } from './score.ts';

/** From so sure on that an adult turns to a child a contact is scored without evidence: children write to children they met for hours. */
const KEPT_UP_FROM_AGE_GAP = 0.25;

interface Asked extends Pick<ContactObserved, 'conduct' | 'approach' | 'out' | 'account' | 'other'> {
  readonly nothingInCommon: () => boolean;
}

/** @param nothingInCommon asked last, as it costs a look at connections */
export function isScored(c: Asked, { keptMessages }: { readonly keptMessages: number }): boolean {
  if (c.conduct.at === 0) return false;
  if (c.approach.at > 0) return true;
  if (c.conduct.kept === 0 || c.out.messages < keptMessages) return false;
  return ageGap(c.account, c.other) >= KEPT_UP_FROM_AGE_GAP && c.nothingInCommon();
}

/** Whether any contact of an account can be scored: asked first, as it costs nothing. */
export const mayBeScored = ({ approached, kept }: Pick<Conduct, 'approached' | 'kept'>): boolean =>
  approached > 0 || kept > 0;
