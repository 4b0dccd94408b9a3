-- What was counted on a later day than its own, as that was finished already: counts are checked against the log with it.
CREATE TABLE late_count (
  -- days since 1970, UTC: its own, and the one that it was added to
  day INTEGER NOT NULL,
  counted_on INTEGER NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, counted_on, name, key)
) STRICT, WITHOUT ROWID;
