-- The registry of measures as it was in use, a version a change, so that the record of a past day names what was in force then.
CREATE TABLE measure_registry (
  version integer PRIMARY KEY,
  -- since when it was in use, milliseconds since 1970
  at bigint NOT NULL,
  -- of content, hexadecimal
  sha256 text NOT NULL,
  -- JSON of codes and questions
  content text NOT NULL
);
-- Yearly duties that somebody saw to: for which due day, and when.
CREATE TABLE duty_done (
  duty text COLLATE "C" NOT NULL,
  -- days since 1970; of a duty without a day, that on which it was done
  due_day integer NOT NULL,
  done_at bigint NOT NULL,
  done_by text NOT NULL,
  PRIMARY KEY (duty, due_day)
);
-- Addresses by which programs of calendars read the clocks of the law: one a person at most, known by its hash alone.
CREATE TABLE calendar_link (
  staff text COLLATE "C" PRIMARY KEY,
  -- SHA-256 of its secret, hexadecimal
  hash text NOT NULL UNIQUE,
  made_at bigint NOT NULL
);
