-- The resident store's log: one row a block of events. The numbers rise by one; the places of its events follow on.
CREATE TABLE log (
  number INTEGER PRIMARY KEY,
  first_place INTEGER NOT NULL,
  events INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- the columns that a start reads come before the body: it lies on pages that are then left alone
  ids BLOB NOT NULL,
  changes BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- which block holds a place: a duplicate asks for its first decision
CREATE UNIQUE INDEX log_first_place ON log (first_place);

-- which blocks are older than the log's window, or younger than an hour
CREATE INDEX log_at ON log (at);
