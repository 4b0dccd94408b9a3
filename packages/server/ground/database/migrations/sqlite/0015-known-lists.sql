-- Lists of known material: hashes of images and videos, and of links. Where each stands.
CREATE TABLE known_list (
  -- as lists.yaml names it; 'own' is what people here ruled
  name TEXT PRIMARY KEY,
  -- the version that is matched against; 0 before the first
  live INTEGER NOT NULL,
  -- entries of that version
  entries INTEGER NOT NULL,
  -- when its source last said what is in it, milliseconds since 1970; null before the first import
  fresh_at INTEGER,
  -- when its source is asked next
  next_at INTEGER NOT NULL,
  -- imports that failed, one after the other
  failures INTEGER NOT NULL,
  -- code of the last failure; never what the source said
  last_error TEXT,
  -- where the source's own changes continue after the live version; null where it gives whole lists
  cursor TEXT,
  -- the process that imports now, and until when it may
  lease TEXT,
  leased_until INTEGER NOT NULL
) STRICT;

-- Every import that got as far as reading its source.
CREATE TABLE known_version (
  list TEXT NOT NULL,
  number INTEGER NOT NULL,
  -- reading, live, past, refused
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  -- 1 where it says all that is in the list, 0 where it says what changed
  whole INTEGER NOT NULL,
  -- lines that were read, that were bad, and that are of no use here
  lines INTEGER NOT NULL,
  bad INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  -- how it was verified: sha256, count, none
  verified_by TEXT NOT NULL,
  -- SHA-256 of the file; null where the source is no file
  checksum TEXT,
  -- where reading goes on after an interruption
  resume TEXT,
  -- JSON: the first bad lines, by their number and what is wrong, never what they say
  problems TEXT NOT NULL,
  -- code of why it was refused
  error TEXT,
  PRIMARY KEY (list, number)
) STRICT;

-- What is in a list, and was: an entry is in the versions from added_in up to the one before removed_in.
CREATE TABLE known_entry (
  list TEXT NOT NULL,
  -- md5, sha1, sha256, pdq; url: the SHA-256 of a link in its plain form
  algorithm TEXT NOT NULL,
  -- hexadecimal, small letters
  hash TEXT NOT NULL,
  -- the source's own id; '' where it gives none
  source_id TEXT NOT NULL,
  -- severity or category as the source says it; '' where it says none
  category TEXT NOT NULL,
  added_in INTEGER NOT NULL,
  removed_in INTEGER,
  PRIMARY KEY (list, algorithm, hash, source_id, added_in)
) STRICT, WITHOUT ROWID;
-- a source that says what changed names entries by its own id
CREATE INDEX known_entry_source ON known_entry (list, source_id) WHERE removed_in IS NULL AND source_id <> '';

-- What an import under way has read, until it becomes a version.
CREATE TABLE known_staged (
  list TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  hash TEXT NOT NULL,
  source_id TEXT NOT NULL,
  category TEXT NOT NULL,
  PRIMARY KEY (list, algorithm, hash, source_id)
) STRICT, WITHOUT ROWID;
-- what changed is compared by the source's own id
CREATE INDEX known_staged_source ON known_staged (list, source_id) WHERE source_id <> '';

-- What people here found of an entry: it is known material, or it is not and never matches here again.
CREATE TABLE known_judgement (
  list TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  hash TEXT NOT NULL,
  -- confirmed, wrong
  verdict TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- the case in which it was found
  case_id TEXT,
  PRIMARY KEY (list, algorithm, hash)
) STRICT;

-- What the source of a list is told about an entry that is wrong, until it took it.
CREATE TABLE known_feedback (
  id TEXT PRIMARY KEY,
  list TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  hash TEXT NOT NULL,
  source_id TEXT NOT NULL,
  verdict TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  sent_at INTEGER,
  dead_at INTEGER,
  last_error TEXT
) STRICT;
-- what is due
CREATE INDEX known_feedback_due ON known_feedback (list, next_at) WHERE sent_at IS NULL AND dead_at IS NULL;
