-- The registry of measures as it was in use, a version a change, so that the record of a past day names what was in force then.
CREATE TABLE measure_registry (
  version INTEGER PRIMARY KEY,
  -- since when it was in use, milliseconds since 1970
  at INTEGER NOT NULL,
  -- of content, hexadecimal
  sha256 TEXT NOT NULL,
  -- JSON of codes and questions
  content TEXT NOT NULL
) STRICT;
-- Yearly duties that somebody saw to: for which due day, and when.
CREATE TABLE duty_done (
  duty TEXT NOT NULL,
  -- days since 1970; of a duty without a day, that on which it was done
  due_day INTEGER NOT NULL,
  done_at INTEGER NOT NULL,
  done_by TEXT NOT NULL,
  PRIMARY KEY (duty, due_day)
) STRICT;
-- Addresses by which programs of calendars read the clocks of the law: one a person at most, known by its hash alone.
CREATE TABLE calendar_link (
  staff TEXT PRIMARY KEY,
  -- SHA-256 of its secret, hexadecimal
  hash TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;
