-- The bytes of evidence: each blob lies in chunks in a storage, sealed with the key of its case.
CREATE TABLE evidence_blob (
  -- its name in the storage
  address TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  -- of the very key that it is sealed with
  key TEXT NOT NULL,
  -- keyed hash of what is in it; null while it is written
  content TEXT,
  bytes INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  -- database, folder, s3
  storage TEXT NOT NULL,
  -- milliseconds since 1970
  begun_at INTEGER NOT NULL,
  there_at INTEGER
) STRICT;
-- one blob a case and content; and what a case has
CREATE UNIQUE INDEX evidence_blob_content ON evidence_blob (case_id, content);
-- what was never finished is collected
CREATE INDEX evidence_blob_unfinished ON evidence_blob (begun_at) WHERE there_at IS NULL;

-- Chunks of the blobs that lie in the database.
CREATE TABLE evidence_chunk (
  address TEXT NOT NULL,
  place INTEGER NOT NULL,
  -- nonce, tag, ciphertext
  sealed BLOB NOT NULL,
  PRIMARY KEY (address, place)
) STRICT;

CREATE TABLE evidence_item (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  account TEXT,
  bytes INTEGER NOT NULL,
  blob TEXT,
  -- keyed hash of kind, what it is about, and content
  mark TEXT NOT NULL,
  -- name, media type, SHA-256, details: JSON, sealed; null when it is destroyed
  sealed BLOB,
  taken_at INTEGER NOT NULL,
  destroyed_at INTEGER
) STRICT;
-- the same content of the same kind about the same thing is one item; and what a case has
CREATE UNIQUE INDEX evidence_item_mark ON evidence_item (case_id, mark);
-- what concerns an account
CREATE INDEX evidence_item_account ON evidence_item (account) WHERE account IS NOT NULL;

-- The chain of custody: only ever added to.
CREATE TABLE evidence_custody (
  item TEXT NOT NULL,
  place INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  by TEXT NOT NULL,
  -- why, sealed
  reason BLOB,
  -- the number of the audit log's line that says so
  audit INTEGER NOT NULL,
  PRIMARY KEY (item, place)
) STRICT;

-- who said that it is held, and why, sealed; and since when the case's messages are preserved (null: not yet)
ALTER TABLE case_keeping ADD COLUMN held_by TEXT;
ALTER TABLE case_keeping ADD COLUMN held_sealed BLOB;
ALTER TABLE case_keeping ADD COLUMN messages_at INTEGER;
UPDATE case_keeping SET messages_at = preserved_at;
