/** What families see, written in the transaction of the block that its events are in. */
import type { Statement } from 'better-sqlite3';
import type { FamilyRows } from './schema.ts';

/** Everything that was noted of a child, but for what waits to be done. */
const NOTED = ['family_day', 'family_friend', 'family_group', 'family_warning', 'family_kept_away'];

export function writeFamilies(prepared: (sql: string) => Statement, rows: FamilyRows): void {
  const { begunAgain, left, days, friends, groups, warnings, keptAway, changes } = rows;
  const write = (sql: string, of: readonly object[]): void => {
    if (of.length === 0) return;
    const statement = prepared(sql);
    for (const row of of) statement.run(row);
  };
  for (const table of NOTED) {
    write(
      `DELETE FROM ${table} WHERE child = @child`,
      begunAgain.map((child) => ({ child })),
    );
  }
  write('DELETE FROM family_group WHERE child = @child AND conversation = @conversation', left);
  write(
    `INSERT INTO family_day (child, day, other, grouped) VALUES (@child, @day, @other, @grouped)
     ON CONFLICT DO NOTHING`,
    days,
  );
  write(
    `INSERT INTO family_friend (child, other, day) VALUES (@child, @other, @day)
     ON CONFLICT (child, other) DO UPDATE SET day = excluded.day WHERE excluded.day > family_friend.day`,
    friends,
  );
  write('INSERT INTO family_group (child, conversation) VALUES (@child, @conversation) ON CONFLICT DO NOTHING', groups);
  write('INSERT INTO family_warning (child, day, kind) VALUES (@child, @day, @kind) ON CONFLICT DO NOTHING', warnings);
  write(
    'INSERT INTO family_kept_away (child, day, other) VALUES (@child, @day, @other) ON CONFLICT DO NOTHING',
    keptAway,
  );
  write('INSERT INTO family_change (child, change, at) VALUES (@child, @change, @at) ON CONFLICT DO NOTHING', changes);
}
