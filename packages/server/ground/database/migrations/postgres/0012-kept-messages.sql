-- Which keys there are, and were. The keys themselves are files: no copy of the database can open what it holds.
CREATE TABLE kept_key (
  -- day:2026-11-25, or case:...
  name text PRIMARY KEY,
  -- of this very key
  id text NOT NULL,
  made_at bigint NOT NULL,
  destroyed_at bigint
);

-- Messages that are kept for a while, as the policy says, each encrypted with the key of its day.
CREATE TABLE kept_message (
  message text COLLATE "C" NOT NULL,
  event text COLLATE "C" NOT NULL,
  conversation text,
  -- milliseconds since 1970
  at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  -- null in a group
  other text COLLATE "C",
  -- days since 1970
  day integer NOT NULL,
  outcome text NOT NULL,
  -- nonce, tag, ciphertext; null where it had no text
  sealed bytea,
  -- JSON array of ids
  media text,
  -- when its sender deleted it on the platform: that destroys no evidence
  deleted_at bigint,
  -- the same event makes the same row; message.deleted names actor and message
  PRIMARY KEY (actor, message, event)
);
-- what is encrypted can't be made smaller
ALTER TABLE kept_message ALTER COLUMN sealed SET STORAGE EXTERNAL;
-- a conversation is read one direction at a time, newest first
CREATE INDEX kept_message_pair ON kept_message (actor, other, at);
-- what was sent to an account
CREATE INDEX kept_message_other ON kept_message (other, at) WHERE other IS NOT NULL;
-- a day goes as a whole, a little at a time
CREATE INDEX kept_message_day ON kept_message (day, at);

-- Messages that a case needs beyond that, each encrypted with a key of the case.
CREATE TABLE case_evidence (
  case_id text COLLATE "C" NOT NULL,
  message text COLLATE "C" NOT NULL,
  event text COLLATE "C" NOT NULL,
  conversation text,
  at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  other text COLLATE "C",
  outcome text NOT NULL,
  sealed bytea,
  media text,
  deleted_at bigint,
  preserved_at bigint NOT NULL,
  PRIMARY KEY (case_id, actor, message, event)
);
ALTER TABLE case_evidence ALTER COLUMN sealed SET STORAGE EXTERNAL;
-- a case's conversation is read one direction at a time, newest first
CREATE INDEX case_evidence_pair ON case_evidence (case_id, actor, other, at);
CREATE INDEX case_evidence_other ON case_evidence (case_id, other, at) WHERE other IS NOT NULL;
-- message.deleted names actor and message
CREATE INDEX case_evidence_message ON case_evidence (actor, message);

-- For which cases something is preserved, and what holds it.
CREATE TABLE case_keeping (
  case_id text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  preserved_at bigint NOT NULL,
  -- nothing of it is released before
  held_until bigint,
  held_why text,
  released_at bigint
);
-- what may be released
CREATE INDEX case_keeping_kept ON case_keeping (case_id) WHERE released_at IS NULL;
