-- What each block of the log adds to the counts of its day: written with the block, deleted when it was added.
CREATE TABLE block_count (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  counts TEXT NOT NULL
) STRICT;
-- lines of a day are counted when it is over
CREATE INDEX audit_at ON audit_line (at);
