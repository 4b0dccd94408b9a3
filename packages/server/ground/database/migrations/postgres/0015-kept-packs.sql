-- Kept messages in packs: some dozens of one day in one row, sealed in one piece and appended. A row and three indexes a
-- message cost more than deciding on it. What finds them is made beside, of many packs at once: kept_tail, kept_run, kept_part.
CREATE SEQUENCE kept_pack_id;
CREATE TABLE kept_pack (
  id bigint PRIMARY KEY DEFAULT nextval('kept_pack_id'),
  -- days since 1970: whose key it is
  day integer NOT NULL,
  -- milliseconds since 1970
  first_at bigint NOT NULL,
  last_at bigint NOT NULL,
  messages integer NOT NULL,
  -- 1: one message from before there were packs, sealed as it was; 2: a pack
  form integer NOT NULL,
  -- JSON: of each message all but its text
  heads text NOT NULL,
  -- nonce, tag, ciphertext of the texts one after another; null where none had one
  sealed bytea
);
-- what is encrypted can't be made smaller
ALTER TABLE kept_pack ALTER COLUMN sealed SET STORAGE EXTERNAL;
-- what there is of a day, in order of time, and how much; days and times rise, so this is appended, too
CREATE INDEX kept_pack_day ON kept_pack (day, first_at, last_at, messages);

-- Packs that no run has yet: looked through one by one.
CREATE TABLE kept_tail (
  pack bigint PRIMARY KEY,
  day integer NOT NULL,
  -- words of 32 bits: the marks of its messages; null where they are still to be made of its heads
  marks bytea
);
-- how many of each day wait for a run
CREATE INDEX kept_tail_day ON kept_tail (day);

-- Packs of a day whose marks are put in order together.
CREATE TABLE kept_run (
  -- the first of its packs
  id bigint PRIMARY KEY,
  day integer NOT NULL,
  messages integer NOT NULL,
  -- a mark, shifted to the right by so many bits, is the number of its part
  shift integer NOT NULL
);
-- the runs of a day
CREATE INDEX kept_run_day ON kept_run (day, messages);

CREATE TABLE kept_part (
  run bigint NOT NULL,
  part integer NOT NULL,
  -- words of 32 bits, two by two: a mark, and its pack counted from the run's first
  entries bytea NOT NULL,
  PRIMARY KEY (run, part)
);

-- Messages that their senders deleted on the platform: that destroys no evidence, but whoever reads it sees it.
CREATE TABLE kept_deleted (
  message text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (message, actor)
);
-- what goes with its day
CREATE INDEX kept_deleted_at ON kept_deleted (at);

-- as SQLite has it: where bytes stand in others, from 1; 0 where they don't
CREATE FUNCTION instr(bytea, bytea) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT position($2 IN $1)';

INSERT INTO kept_pack (day, first_at, last_at, messages, form, heads, sealed)
  SELECT day, at, at, 1, 1,
    json_build_array(json_build_array(message, event, conversation, at, actor, other, outcome, media, octet_length(sealed) - 28)),
    sealed
  FROM kept_message ORDER BY day, at;
INSERT INTO kept_tail (pack, day, marks) SELECT id, day, NULL FROM kept_pack;
INSERT INTO kept_deleted (message, actor, at)
  SELECT message, actor, min(deleted_at) FROM kept_message WHERE deleted_at IS NOT NULL GROUP BY message, actor;
DROP TABLE kept_message;
