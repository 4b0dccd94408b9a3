-- Which keys there are, and were. The keys themselves are files: no copy of the database can open what it holds.
CREATE TABLE kept_key (
  -- day:2026-11-25, or case:...
  name TEXT PRIMARY KEY,
  -- of this very key
  id TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  destroyed_at INTEGER
) STRICT;

-- Messages that are kept for a while, as the policy says, each encrypted with the key of its day.
CREATE TABLE kept_message (
  message TEXT NOT NULL,
  event TEXT NOT NULL,
  conversation TEXT,
  -- milliseconds since 1970
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  -- null in a group
  other TEXT,
  -- days since 1970
  day INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  -- nonce, tag, ciphertext; null where it had no text
  sealed BLOB,
  -- JSON array of ids
  media TEXT,
  -- when its sender deleted it on the platform: that destroys no evidence
  deleted_at INTEGER,
  -- the same event makes the same row; message.deleted names actor and message
  PRIMARY KEY (actor, message, event)
) STRICT;
-- a conversation is read one direction at a time, newest first
CREATE INDEX kept_message_pair ON kept_message (actor, other, at);
-- what was sent to an account
CREATE INDEX kept_message_other ON kept_message (other, at) WHERE other IS NOT NULL;
-- a day goes as a whole, a little at a time
CREATE INDEX kept_message_day ON kept_message (day, at);

-- Messages that a case needs beyond that, each encrypted with a key of the case.
CREATE TABLE case_evidence (
  case_id TEXT NOT NULL,
  message TEXT NOT NULL,
  event TEXT NOT NULL,
  conversation TEXT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  other TEXT,
  outcome TEXT NOT NULL,
  sealed BLOB,
  media TEXT,
  deleted_at INTEGER,
  preserved_at INTEGER NOT NULL,
  PRIMARY KEY (case_id, actor, message, event)
) STRICT;
-- a case's conversation is read one direction at a time, newest first
CREATE INDEX case_evidence_pair ON case_evidence (case_id, actor, other, at);
CREATE INDEX case_evidence_other ON case_evidence (case_id, other, at) WHERE other IS NOT NULL;
-- message.deleted names actor and message
CREATE INDEX case_evidence_message ON case_evidence (actor, message);

-- For which cases something is preserved, and what holds it.
CREATE TABLE case_keeping (
  case_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  preserved_at INTEGER NOT NULL,
  -- nothing of it is released before
  held_until INTEGER,
  held_why TEXT,
  released_at INTEGER
) STRICT;
-- what may be released
CREATE INDEX case_keeping_kept ON case_keeping (case_id) WHERE released_at IS NULL;
