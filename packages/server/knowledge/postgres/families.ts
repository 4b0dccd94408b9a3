/** What families see, written with the block that its events are in. */
import type { ClientBase } from 'pg';
import type { FamilyRows } from '../../ground/database/index.ts';
import { numberArray, textArray } from './arrays.ts';
import { run, type Statement, statement } from './send.ts';

/** Everything that was noted of children, but for what waits to be done. */
const beginAgain = ['family_day', 'family_friend', 'family_group', 'family_warning', 'family_kept_away'].map((table) =>
  statement(`begin_again_${table}`, `DELETE FROM ${table} WHERE child = ANY($1::text[])`),
);
const leaveGroups = statement(
  'family_groups_left',
  `DELETE FROM family_group g USING unnest($1::text[], $2::text[]) AS w(child, conversation)
   WHERE g.child = w.child AND g.conversation = w.conversation`,
);
const insertDays = statement(
  'family_days',
  `INSERT INTO family_day (child, day, other, grouped)
   SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::integer[]) ON CONFLICT DO NOTHING`,
);
const upsertFriends = statement(
  'family_friends',
  `INSERT INTO family_friend (child, other, day) SELECT * FROM unnest($1::text[], $2::text[], $3::integer[])
   ON CONFLICT (child, other) DO UPDATE SET day = excluded.day WHERE excluded.day > family_friend.day`,
);
const insertGroups = statement(
  'family_groups',
  `INSERT INTO family_group (child, conversation) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
);
const insertWarnings = statement(
  'family_warnings',
  `INSERT INTO family_warning (child, day, kind) SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])
   ON CONFLICT DO NOTHING`,
);
const insertKeptAway = statement(
  'family_kept_away',
  `INSERT INTO family_kept_away (child, day, other) SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])
   ON CONFLICT DO NOTHING`,
);
const insertChanges = statement(
  'family_changes',
  `INSERT INTO family_change (child, change, at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
   ON CONFLICT DO NOTHING`,
);

export function writeFamilies(client: ClientBase, rows: FamilyRows | null): Promise<unknown>[] {
  if (rows === null) return [];
  const { begunAgain, left, days, friends, groups, warnings, keptAway, changes } = rows;
  const work: Promise<unknown>[] = [];
  const write = <R>(how: Statement, of: readonly R[], ...columns: ((of: readonly R[]) => string)[]): void => {
    if (of.length > 0)
      work.push(
        run(
          client,
          how,
          columns.map((column) => column(of)),
        ),
      );
  };
  if (begunAgain.length > 0) for (const how of beginAgain) work.push(run(client, how, [textArray(begunAgain)]));
  write(leaveGroups, left, ...groupColumns);
  write(insertDays, days, children, dayNumbers, others, (of) => numberArray(of.map((r) => r.grouped)));
  write(upsertFriends, friends, children, others, dayNumbers);
  write(insertGroups, groups, ...groupColumns);
  write(insertWarnings, warnings, children, dayNumbers, (of) => textArray(of.map((r) => r.kind)));
  write(insertKeptAway, keptAway, children, dayNumbers, others);
  write(
    insertChanges,
    changes,
    children,
    (of) => textArray(of.map((r) => r.change)),
    (of) => numberArray(of.map((r) => r.at)),
  );
  return work;
}

const children = (of: readonly { child: string }[]): string => textArray(of.map((r) => r.child));
const others = (of: readonly { other: string }[]): string => textArray(of.map((r) => r.other));
const dayNumbers = (of: readonly { day: number }[]): string => numberArray(of.map((r) => r.day));
const groupColumns = [children, (of: readonly { conversation: string }[]) => textArray(of.map((r) => r.conversation))];
