-- What families see, from events: of children who have a guardian alone. Days are days since 1970, UTC.

-- With whom a child was in touch, and on which day; never what was said, how often, or when.
CREATE TABLE family_day (
  child text NOT NULL,
  day integer NOT NULL,
  other text NOT NULL,
  -- 1 in a group, 0 between the two
  grouped integer NOT NULL,
  PRIMARY KEY (child, day, other, grouped)
) STRICT, WITHOUT ROWID;
-- for sweeping, as those below
CREATE INDEX family_day_by_day ON family_day (day);

-- Who became a child's friend, and on which day last.
CREATE TABLE family_friend (
  child text NOT NULL,
  other text NOT NULL,
  day integer NOT NULL,
  PRIMARY KEY (child, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX family_friend_by_day ON family_friend (day);

-- The groups that a child is in, as far as anything happened there since it has a guardian.
CREATE TABLE family_group (
  child text NOT NULL,
  conversation text NOT NULL,
  PRIMARY KEY (child, conversation)
) STRICT, WITHOUT ROWID;

-- Which kinds of warnings a child was shown.
CREATE TABLE family_warning (
  child text NOT NULL,
  day integer NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (child, day, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX family_warning_by_day ON family_warning (day);

-- Who was kept away from a child. They are counted, and named to nobody.
CREATE TABLE family_kept_away (
  child text NOT NULL,
  day integer NOT NULL,
  other text NOT NULL,
  PRIMARY KEY (child, day, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX family_kept_away_by_day ON family_kept_away (day);

-- What ends a child's guardianships: came_of_age, account_gone. It waits here until that is done.
CREATE TABLE family_change (
  child text NOT NULL,
  change text NOT NULL,
  -- milliseconds since 1970
  at integer NOT NULL,
  PRIMARY KEY (child, change)
) STRICT, WITHOUT ROWID;
