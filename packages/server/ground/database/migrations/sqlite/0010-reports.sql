-- What people say about an account. Who reports is known to nobody but those who judge it (measures D2, D3).
CREATE TABLE report (
  id TEXT PRIMARY KEY,
  -- the event that it came with; null where it came without one: from somebody who has no account
  event TEXT,
  -- user, guardian, nobody, flagger, platform
  source TEXT NOT NULL,
  -- 1 where it is by a trusted flagger
  trusted INTEGER NOT NULL,
  -- the account of who reports
  reporter TEXT,
  -- 1 where that is a child
  child INTEGER NOT NULL,
  -- the account that it is about; null where what was written names none that is known
  about TEXT,
  category TEXT NOT NULL,
  conversation TEXT,
  message TEXT,
  -- the key that the words are sealed with, and the words: nonce, tag, ciphertext; null where there are none (any more)
  key TEXT,
  sealed BLOB,
  -- when it happened or was written, and when it came: milliseconds since 1970
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  language TEXT NOT NULL,
  -- 1 where whoever reports wants no messages about it (measure D6)
  opted_out INTEGER NOT NULL,
  acknowledged_at INTEGER,
  -- open, closed
  state TEXT NOT NULL,
  closed_at INTEGER,
  -- acted, no_breach, unfounded
  outcome TEXT,
  -- the person of staff who marked it as unfounded, and why
  unfounded_by TEXT,
  unfounded_reason TEXT,
  -- the key of the flagger who sent it
  flagger TEXT,
  -- the case that it joined
  case_id TEXT
) STRICT;
-- the reports about an account, the newest first
CREATE INDEX report_about ON report (about, received_at DESC);
-- those of a case
CREATE INDEX report_case ON report (case_id) WHERE case_id IS NOT NULL;
-- lists, the newest first; how many came without an account lately
CREATE INDEX report_received ON report (received_at DESC, id);
-- those that wait for their answer
CREATE INDEX report_open ON report (received_at) WHERE state = 'open';
-- how often a flagger was right
CREATE INDEX report_flagger ON report (flagger, received_at) WHERE flagger IS NOT NULL;
-- closed ones whose words are to be deleted, and keys that seal nothing any more
CREATE INDEX report_sealed ON report (key, closed_at) WHERE key IS NOT NULL;
