-- Lists of known material: hashes of images and videos, and of links. Where each stands.
CREATE TABLE known_list (
  -- as lists.yaml names it; 'own' is what people here ruled
  name text COLLATE "C" PRIMARY KEY,
  -- the version that is matched against; 0 before the first
  live bigint NOT NULL,
  -- entries of that version
  entries bigint NOT NULL,
  -- when its source last said what is in it, milliseconds since 1970; null before the first import
  fresh_at bigint,
  -- when its source is asked next
  next_at bigint NOT NULL,
  -- imports that failed, one after the other
  failures integer NOT NULL,
  -- code of the last failure; never what the source said
  last_error text,
  -- where the source's own changes continue after the live version; null where it gives whole lists
  cursor text,
  -- the process that imports now, and until when it may
  lease text,
  leased_until bigint NOT NULL
);

-- Every import that got as far as reading its source.
CREATE TABLE known_version (
  list text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  -- reading, live, past, refused
  state text NOT NULL,
  started_at bigint NOT NULL,
  finished_at bigint,
  -- 1 where it says all that is in the list, 0 where it says what changed
  whole integer NOT NULL,
  -- lines that were read, that were bad, and that are of no use here
  lines bigint NOT NULL,
  bad bigint NOT NULL,
  skipped bigint NOT NULL,
  added bigint NOT NULL,
  removed bigint NOT NULL,
  entries bigint NOT NULL,
  -- how it was verified: sha256, count, none
  verified_by text NOT NULL,
  -- SHA-256 of the file; null where the source is no file
  checksum text,
  -- where reading goes on after an interruption
  resume text,
  -- JSON: the first bad lines, by their number and what is wrong, never what they say
  problems text NOT NULL,
  -- code of why it was refused
  error text,
  PRIMARY KEY (list, number)
);

-- What is in a list, and was: an entry is in the versions from added_in up to the one before removed_in.
CREATE TABLE known_entry (
  list text COLLATE "C" NOT NULL,
  -- md5, sha1, sha256, pdq; url: the SHA-256 of a link in its plain form
  algorithm text COLLATE "C" NOT NULL,
  -- hexadecimal, small letters
  hash text COLLATE "C" NOT NULL,
  -- the source's own id; '' where it gives none
  source_id text COLLATE "C" NOT NULL,
  -- severity or category as the source says it; '' where it says none
  category text NOT NULL,
  added_in bigint NOT NULL,
  removed_in bigint,
  PRIMARY KEY (list, algorithm, hash, source_id, added_in)
);
-- a source that says what changed names entries by its own id
CREATE INDEX known_entry_source ON known_entry (list, source_id) WHERE removed_in IS NULL AND source_id <> '';

-- What an import under way has read, until it becomes a version.
CREATE TABLE known_staged (
  list text COLLATE "C" NOT NULL,
  algorithm text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  source_id text COLLATE "C" NOT NULL,
  category text NOT NULL,
  PRIMARY KEY (list, algorithm, hash, source_id)
);
-- what changed is compared by the source's own id
CREATE INDEX known_staged_source ON known_staged (list, source_id) WHERE source_id <> '';

-- What people here found of an entry: it is known material, or it is not and never matches here again.
CREATE TABLE known_judgement (
  list text COLLATE "C" NOT NULL,
  algorithm text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  -- confirmed, wrong
  verdict text NOT NULL,
  by text NOT NULL,
  at bigint NOT NULL,
  -- the case in which it was found
  case_id text,
  PRIMARY KEY (list, algorithm, hash)
);

-- What the source of a list is told about an entry that is wrong, until it took it.
CREATE TABLE known_feedback (
  id text PRIMARY KEY,
  list text COLLATE "C" NOT NULL,
  algorithm text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  source_id text COLLATE "C" NOT NULL,
  verdict text NOT NULL,
  made_at bigint NOT NULL,
  attempts integer NOT NULL,
  next_at bigint NOT NULL,
  sent_at bigint,
  dead_at bigint,
  last_error text
);
-- what is due
CREATE INDEX known_feedback_due ON known_feedback (list, next_at) WHERE sent_at IS NULL AND dead_at IS NULL;
