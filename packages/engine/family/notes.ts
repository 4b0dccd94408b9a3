/** What is noted for families: whom a child with a guardian is in touch with, and on which day; never what was said. */
import type { NoticeKind } from '@kith/contract';

export type FamilyNote =
  /** a message reached the one from the other, in a group or between the two */
  | { note: 'contact'; child: string; other: string; group: boolean }
  /** somebody whom the child is not connected to was kept from it, or the child kept them away itself */
  | { note: 'kept_away'; child: string; other: string }
  /** they became friends */
  | { note: 'friend'; child: string; other: string }
  /** the child came into a group, or somebody wrote there */
  | { note: 'group'; child: string; conversation: string }
  | { note: 'group_left'; child: string; conversation: string }
  | { note: 'warning'; child: string; kind: NoticeKind }
  /** whoever keeps its guardianships ends them */
  | { note: 'came_of_age' | 'account_gone'; child: string }
  /** nothing of what was noted is there any more: its last guardian has gone, or its first has come */
  | { note: 'begin_again'; child: string };

/** An effect of an event, committed with its decision. */
export interface FamilyNoted {
  type: 'family.noted';
  notes: readonly FamilyNote[];
}
