-- The time that has surely passed, by which it is decided what is due to be destroyed: see server/retention/sure-time.ts. One row.
CREATE TABLE sure_time (
  id integer PRIMARY KEY CHECK (id = 1),
  -- milliseconds since 1970
  sure_at bigint NOT NULL,
  -- what the clock said at the last look
  seen_at bigint NOT NULL,
  -- for how long a clock that is ahead has gone steadily, milliseconds; null where it is believed
  doubted bigint
);
