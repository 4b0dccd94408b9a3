-- What each block of the log adds to the counts of its day: written with the block, deleted when it was added.
CREATE TABLE block_count (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  counts text NOT NULL
);
-- emptied all the time: cleaned up before dead rows are many
ALTER TABLE block_count SET (autovacuum_vacuum_scale_factor = 0.05);
-- lines of a day are counted when it is over
CREATE INDEX audit_at ON audit_line (at);
