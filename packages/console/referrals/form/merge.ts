/**
 * Somebody else has saved a referral while it was being edited: what each changed is put together, field by field. What both
 * changed, and not alike, is shown with both, and a person chooses.
 */
import type { FormSection } from '@kith/contract';
import { placedFields } from './fields.ts';
import { isSame, type Json, valueAt, withValue } from './paths.ts';

/** What is edited of a referral. */
export interface Edited {
  content: Json;
  priority: 1 | 2 | 3;
  evidence: readonly string[];
}

/** Of these one is to be chosen. */
export type Conflict =
  | { what: 'field'; path: string; mine: Json | undefined; theirs: Json | undefined }
  | { what: 'priority'; mine: Edited['priority']; theirs: Edited['priority'] }
  | { what: 'evidence'; mine: readonly string[]; theirs: readonly string[] };

export interface Merged {
  /** what is not contested, of both; of what is contested, theirs */
  edited: Edited;
  conflicts: readonly Conflict[];
}

type Which = 'mine' | 'theirs' | 'contested';

function which<T>(base: T, mine: T, theirs: T, same: (a: T, b: T) => boolean): Which {
  if (same(mine, theirs) || same(base, mine)) return 'theirs';
  return same(base, theirs) ? 'mine' : 'contested';
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => isSame([...a], [...b]);

/** @param base what both began with */
export function merged(form: readonly FormSection[], base: Edited, mine: Edited, theirs: Edited): Merged {
  const conflicts: Conflict[] = [];
  let content = theirs.content;
  // rows are one value: a row has no name by which it could be found in the other's
  for (const { path } of placedFields(form, {})) {
    const [was, own, other] = [base, mine, theirs].map((one) => valueAt(one.content, path));
    const won = which(was, own, other, isSame);
    if (won === 'mine') content = withValue(content, path, own);
    if (won === 'contested') conflicts.push({ what: 'field', path, mine: own, theirs: other });
  }
  const priority = which(base.priority, mine.priority, theirs.priority, Object.is);
  if (priority === 'contested') conflicts.push({ what: 'priority', mine: mine.priority, theirs: theirs.priority });
  const evidence = which(base.evidence, mine.evidence, theirs.evidence, sameList);
  if (evidence === 'contested') conflicts.push({ what: 'evidence', mine: mine.evidence, theirs: theirs.evidence });
  return {
    edited: {
      content,
      priority: priority === 'mine' ? mine.priority : theirs.priority,
      evidence: evidence === 'mine' ? mine.evidence : theirs.evidence,
    },
    conflicts,
  };
}

/** With mine in the place of theirs, for one thing that both changed. */
export function withMine(edited: Edited, conflict: Conflict): Edited {
  switch (conflict.what) {
    case 'field':
      return { ...edited, content: withValue(edited.content, conflict.path, conflict.mine) };
    case 'priority':
      return { ...edited, priority: conflict.mine };
    case 'evidence':
      return { ...edited, evidence: conflict.mine };
    default:
      return conflict satisfies never;
  }
}

export const isUnchanged = (a: Edited, b: Edited): boolean =>
  isSame(a.content, b.content) && a.priority === b.priority && sameList(a.evidence, b.evidence);
