/** Rows of what families see, made in the commits of events (server/knowledge/family-rows.ts). Days are days since 1970, UTC. */
import type { NoticeKind } from '@kith/contract';

/** With whom a child was in touch on a day. */
export interface FamilyDayRow {
  child: string;
  day: number;
  other: string;
  /** 1 in a group, 0 between the two */
  grouped: number;
}

export interface FamilyFriendRow {
  child: string;
  other: string;
  /** when they last became friends */
  day: number;
}

export interface FamilyGroupRow {
  child: string;
  conversation: string;
}

export interface FamilyWarningRow {
  child: string;
  day: number;
  kind: NoticeKind;
}

/** Who was kept away is named to nobody: the rows are counted. */
export interface FamilyKeptAwayRow {
  child: string;
  day: number;
  other: string;
}

/** What ends a child's guardianships: it waits until that is done. */
export interface FamilyChangeRow {
  child: string;
  change: 'came_of_age' | 'account_gone';
  /** when it happened, milliseconds since 1970 */
  at: number;
}

/** What a block of events makes of them. */
export interface FamilyRows {
  /** everything that was noted of these children before goes first */
  begunAgain: readonly string[];
  /** groups that they are in no more */
  left: readonly FamilyGroupRow[];
  days: readonly FamilyDayRow[];
  friends: readonly FamilyFriendRow[];
  groups: readonly FamilyGroupRow[];
  warnings: readonly FamilyWarningRow[];
  keptAway: readonly FamilyKeptAwayRow[];
  changes: readonly FamilyChangeRow[];
}

export interface FamilyNotedRecords {
  family_day: FamilyDayRow;
  family_friend: FamilyFriendRow;
  family_group: FamilyGroupRow;
  family_warning: FamilyWarningRow;
  family_kept_away: FamilyKeptAwayRow;
  family_change: FamilyChangeRow;
}
