-- What was counted on a later day than its own, as that was finished already: counts are checked against the log with it.
CREATE TABLE late_count (
  -- days since 1970, UTC: its own, and the one that it was added to
  day integer NOT NULL,
  counted_on integer NOT NULL,
  name text NOT NULL,
  key text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (day, counted_on, name, key)
);
