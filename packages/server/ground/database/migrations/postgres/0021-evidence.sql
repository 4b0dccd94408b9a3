-- The bytes of evidence: each blob lies in chunks in a storage, sealed with the key of its case.
CREATE TABLE evidence_blob (
  -- its name in the storage
  address text COLLATE "C" PRIMARY KEY,
  case_id text COLLATE "C" NOT NULL,
  -- of the very key that it is sealed with
  key text NOT NULL,
  -- keyed hash of what is in it; null while it is written
  content text COLLATE "C",
  bytes bigint NOT NULL,
  chunks integer NOT NULL,
  -- database, folder, s3
  storage text NOT NULL,
  -- milliseconds since 1970
  begun_at bigint NOT NULL,
  there_at bigint
);
-- one blob a case and content; and what a case has
CREATE UNIQUE INDEX evidence_blob_content ON evidence_blob (case_id, content);
-- what was never finished is collected
CREATE INDEX evidence_blob_unfinished ON evidence_blob (begun_at) WHERE there_at IS NULL;

-- Chunks of the blobs that lie in the database.
CREATE TABLE evidence_chunk (
  address text COLLATE "C" NOT NULL,
  place integer NOT NULL,
  -- nonce, tag, ciphertext
  sealed bytea NOT NULL,
  PRIMARY KEY (address, place)
);
-- what is encrypted can't be made smaller
ALTER TABLE evidence_chunk ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE evidence_item (
  id text COLLATE "C" PRIMARY KEY,
  case_id text COLLATE "C" NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  account text COLLATE "C",
  bytes bigint NOT NULL,
  blob text COLLATE "C",
  -- keyed hash of kind, what it is about, and content
  mark text COLLATE "C" NOT NULL,
  -- name, media type, SHA-256, details: JSON, sealed; null when it is destroyed
  sealed bytea,
  taken_at bigint NOT NULL,
  destroyed_at bigint
);
-- the same content of the same kind about the same thing is one item; and what a case has
CREATE UNIQUE INDEX evidence_item_mark ON evidence_item (case_id, mark);
-- what concerns an account
CREATE INDEX evidence_item_account ON evidence_item (account) WHERE account IS NOT NULL;

-- The chain of custody: only ever added to.
CREATE TABLE evidence_custody (
  item text COLLATE "C" NOT NULL,
  place integer NOT NULL,
  at bigint NOT NULL,
  what text NOT NULL,
  by text NOT NULL,
  -- why, sealed
  reason bytea,
  -- the number of the audit log's line that says so
  audit bigint NOT NULL,
  PRIMARY KEY (item, place)
);

-- who said that it is held, and why, sealed; and since when the case's messages are preserved (null: not yet)
ALTER TABLE case_keeping ADD COLUMN held_by text;
ALTER TABLE case_keeping ADD COLUMN held_sealed bytea;
ALTER TABLE case_keeping ADD COLUMN messages_at bigint;
UPDATE case_keeping SET messages_at = preserved_at;
