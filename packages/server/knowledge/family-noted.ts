/** What was noted of a child for its family, read from the rows of family-rows.ts: one statement, the same on both stores. */
import { type NoticeKind, noticeKind } from '@kith/contract';
import { type RawBuilder, sql } from 'kysely';

/** What was noted of a child in some days. Days are days since 1970, UTC. */
export interface FamilyNoted {
  /** whom it was in touch with, the last day first; `grouped`: in a group */
  days: readonly { day: number; other: string; grouped: boolean }[];
  /** who became a friend, and on which day last: some may be none any more */
  friends: readonly { day: number; other: string }[];
  /** groups, of whatever day */
  groups: readonly string[];
  /** which warnings it was shown, the last day first */
  warnings: readonly { day: number; kind: NoticeKind }[];
  /** who was kept away, each once */
  keptAway: readonly string[];
}

/** What is read of one child; both days count. */
export interface FamilyDays {
  child: string;
  first: number;
  last: number;
}

/** Rows of one account on one day, direct or in a group, that are read: 1,400 accounts a day. */
const DAYS_MAX = 10_000;
/** New friends that are read: as many as anybody has friends named. */
const FRIENDS_MAX = 5_000;
/** Groups that are named; whoever is in more is in no touch with most of them. */
const GROUPS_MAX = 500;
/** Accounts that were kept away and are looked at again: more than that is an attack, and this many say so. */
const KEPT_AWAY_MAX = 1_000;

/** What a row is of. */
const OF = { day: 1, groupedDay: 2, friend: 3, group: 4, warning: 5, keptAway: 6 } as const;

interface NotedRow {
  what: number;
  id: string;
  /** null where it is of no day */
  day: number | null;
}

/**
 * All of it at once: as a statement a table, each was parsed, planned, sent and answered by itself, which was most of what they
 * cost. Its text is the same for every child, so that it can be prepared.
 */
export const familyNoted = ({ child, first, last }: FamilyDays): RawBuilder<NotedRow> => sql<NotedRow>`
  SELECT * FROM (
    SELECT CASE grouped WHEN 1 THEN ${sql.lit(OF.groupedDay)} ELSE ${sql.lit(OF.day)} END AS what, other AS id, day FROM family_day
    WHERE child = ${child} AND day BETWEEN ${first} AND ${last} ORDER BY day DESC LIMIT ${sql.lit(DAYS_MAX)}
  ) AS days
  UNION ALL SELECT * FROM (
    SELECT ${sql.lit(OF.friend)}, other, day FROM family_friend
    WHERE child = ${child} AND day >= ${first} LIMIT ${sql.lit(FRIENDS_MAX)}
  ) AS friends
  UNION ALL SELECT * FROM (
    SELECT ${sql.lit(OF.group)}, conversation, CAST(NULL AS integer) FROM family_group WHERE child = ${child} LIMIT ${sql.lit(GROUPS_MAX)}
  ) AS groups
  UNION ALL SELECT ${sql.lit(OF.warning)}, kind, day FROM family_warning WHERE child = ${child} AND day BETWEEN ${first} AND ${last}
  UNION ALL SELECT * FROM (
    SELECT DISTINCT ${sql.lit(OF.keptAway)}, other, CAST(NULL AS integer) FROM family_kept_away
    WHERE child = ${child} AND day BETWEEN ${first} AND ${last} LIMIT ${sql.lit(KEPT_AWAY_MAX)}
  ) AS kept_away
  ORDER BY day DESC, id, what`;

export function readNoted(rows: Iterable<NotedRow>): FamilyNoted {
  const days: { day: number; other: string; grouped: boolean }[] = [];
  const friends: { day: number; other: string }[] = [];
  const warnings: { day: number; kind: NoticeKind }[] = [];
  const groups: string[] = [];
  const keptAway: string[] = [];
  for (const { what, id, day } of rows) {
    if (day === null) (what === OF.group ? groups : keptAway).push(id);
    else if (what === OF.warning) warnings.push({ day, kind: noticeKind.parse(id) });
    else if (what === OF.friend) friends.push({ day, other: id });
    else days.push({ day, other: id, grouped: what === OF.groupedDay });
  }
  return { days, friends, groups, warnings, keptAway };
}
