-- Guardianships: who may see what of whom, and what was done about it. Never anything that was said.

CREATE TABLE guardianship (
  id TEXT PRIMARY KEY,
  -- invited, active, declined, lapsed, ended
  state TEXT NOT NULL,
  -- guardian, child
  invited_by TEXT NOT NULL,
  -- accounts; null until somebody took the invitation
  guardian TEXT,
  child TEXT,
  -- declared, estimated, verified: how the platform knows that the guardian is an adult, where it said so
  adulthood TEXT,
  -- SHA-256 of the code, hexadecimal; null where both are named, or it was used
  code_hash TEXT,
  -- of the one who was invited; null where nobody said
  language TEXT,
  invited_at INTEGER NOT NULL,
  -- until when it can be answered
  until INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  -- guardian, child, platform, came_of_age, account_gone
  ended_by TEXT,
  -- when a child that may not end it by itself asked that it be ended
  end_wished_at INTEGER,
  -- when the engine is to be told whether the child has a guardian; null where it was
  tell_at INTEGER
) STRICT;
-- two people have one guardianship at a time
CREATE UNIQUE INDEX guardianship_pair ON guardianship (child, guardian) WHERE state IN ('invited', 'active');
CREATE UNIQUE INDEX guardianship_code ON guardianship (code_hash) WHERE code_hash IS NOT NULL;
-- those of an account, the newest first; how many it made in a day
CREATE INDEX guardianship_of_child ON guardianship (child, invited_at DESC);
CREATE INDEX guardianship_of_guardian ON guardianship (guardian, invited_at DESC);
-- invitations that nobody answered in time
CREATE INDEX guardianship_lapsing ON guardianship (until) WHERE state = 'invited';
-- those in force, in the order in which they are looked after
CREATE INDEX guardianship_active ON guardianship (id) WHERE state = 'active';
CREATE INDEX guardianship_to_tell ON guardianship (tell_at) WHERE tell_at IS NOT NULL;

-- Codes that somebody tried: they go when their hour is over, and at once where the code was right.
CREATE TABLE family_attempt (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX family_attempt_of ON family_attempt (account, at);
CREATE INDEX family_attempt_at ON family_attempt (at);

-- A link that signs one person in to the Family Centre, once.
CREATE TABLE family_link (
  -- SHA-256 of the link's secret, hexadecimal
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  -- null where nobody said
  language TEXT,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX family_link_until ON family_link (until);
CREATE INDEX family_link_of ON family_link (account, until);

-- Somebody who is signed in to the Family Centre.
CREATE TABLE family_session (
  -- SHA-256 of the cookie's value, hexadecimal
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  language TEXT,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX family_session_of ON family_session (account, created_at);
CREATE INDEX family_session_seen ON family_session (seen_at);

-- A guardian looked: the child's log.
CREATE TABLE family_look (
  id TEXT PRIMARY KEY,
  child TEXT NOT NULL,
  guardian TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- page, summary, embedded
  part TEXT NOT NULL
) STRICT;
CREATE INDEX family_look_of ON family_look (child, at DESC);
CREATE INDEX family_look_by ON family_look (guardian, at DESC);
CREATE INDEX family_look_at ON family_look (at);

-- A contact that a guardian asked the child to look at together.
CREATE TABLE family_review (
  id TEXT PRIMARY KEY,
  guardianship TEXT NOT NULL,
  child TEXT NOT NULL,
  guardian TEXT NOT NULL,
  about TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  -- asked, seen, talked, declined
  state TEXT NOT NULL,
  answered_at INTEGER
) STRICT;
CREATE INDEX family_review_of ON family_review (child, asked_at DESC);
CREATE INDEX family_review_at ON family_review (asked_at);
-- one question about one contact is open at a time
CREATE UNIQUE INDEX family_review_open ON family_review (guardianship, about) WHERE state IN ('asked', 'seen');

-- An evening and night without notifications; the platform keeps them.
CREATE TABLE family_quiet (
  child TEXT PRIMARY KEY,
  -- times of day, HH:MM
  begins TEXT NOT NULL,
  ends TEXT NOT NULL,
  -- the guardian who set them
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT;

-- When each guardianship's summary is due next.
CREATE TABLE family_summary (
  -- of the guardianship
  id TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX family_summary_due ON family_summary (due_at);
