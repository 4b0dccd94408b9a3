-- Kept messages in packs: some dozens of one day in one row, sealed in one piece and appended. A row and three indexes a
-- message cost more than deciding on it. What finds them is made beside, of many packs at once: kept_tail, kept_run, kept_part.
CREATE TABLE kept_pack (
  id INTEGER PRIMARY KEY,
  -- days since 1970: whose key it is
  day INTEGER NOT NULL,
  -- milliseconds since 1970
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  -- 1: one message from before there were packs, sealed as it was; 2: a pack
  form INTEGER NOT NULL,
  -- JSON: of each message all but its text
  heads TEXT NOT NULL,
  -- nonce, tag, ciphertext of the texts one after another; null where none had one
  sealed BLOB
) STRICT;
-- what there is of a day, in order of time, and how much; days and times rise, so this is appended, too
CREATE INDEX kept_pack_day ON kept_pack (day, first_at, last_at, messages);

-- Packs that no run has yet: looked through one by one.
CREATE TABLE kept_tail (
  pack INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  -- words of 32 bits: the marks of its messages; null where they are still to be made of its heads
  marks BLOB
) STRICT;
-- how many of each day wait for a run
CREATE INDEX kept_tail_day ON kept_tail (day);

-- Packs of a day whose marks are put in order together.
CREATE TABLE kept_run (
  -- the first of its packs
  id INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  -- a mark, shifted to the right by so many bits, is the number of its part
  shift INTEGER NOT NULL
) STRICT;
-- the runs of a day
CREATE INDEX kept_run_day ON kept_run (day, messages);

CREATE TABLE kept_part (
  run INTEGER NOT NULL,
  part INTEGER NOT NULL,
  -- words of 32 bits, two by two: a mark, and its pack counted from the run's first
  entries BLOB NOT NULL,
  PRIMARY KEY (run, part)
) STRICT, WITHOUT ROWID;

-- Messages that their senders deleted on the platform: that destroys no evidence, but whoever reads it sees it.
CREATE TABLE kept_deleted (
  message TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (message, actor)
) STRICT, WITHOUT ROWID;
-- what goes with its day
CREATE INDEX kept_deleted_at ON kept_deleted (at);

INSERT INTO kept_pack (day, first_at, last_at, messages, form, heads, sealed)
  SELECT day, at, at, 1, 1,
    json_array(json_array(message, event, conversation, at, actor, other, outcome, media, length(sealed) - 28)), sealed
  FROM kept_message ORDER BY day, at;
INSERT INTO kept_tail (pack, day, marks) SELECT id, day, NULL FROM kept_pack;
INSERT INTO kept_deleted (message, actor, at)
  SELECT message, actor, min(deleted_at) FROM kept_message WHERE deleted_at IS NOT NULL GROUP BY message, actor;
DROP TABLE kept_message;
