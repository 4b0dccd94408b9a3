-- Guardianships: who may see what of whom, and what was done about it. Never anything that was said.

CREATE TABLE guardianship (
  id text COLLATE "C" PRIMARY KEY,
  -- invited, active, declined, lapsed, ended
  state text NOT NULL,
  -- guardian, child
  invited_by text NOT NULL,
  -- accounts; null until somebody took the invitation
  guardian text COLLATE "C",
  child text COLLATE "C",
  -- declared, estimated, verified: how the platform knows that the guardian is an adult, where it said so
  adulthood text,
  -- SHA-256 of the code, hexadecimal; null where both are named, or it was used
  code_hash text COLLATE "C",
  -- of the one who was invited; null where nobody said
  language text,
  invited_at bigint NOT NULL,
  -- until when it can be answered
  until bigint NOT NULL,
  answered_at bigint,
  ended_at bigint,
  -- guardian, child, platform, came_of_age, account_gone
  ended_by text,
  -- when a child that may not end it by itself asked that it be ended
  end_wished_at bigint,
  -- when the engine is to be told whether the child has a guardian; null where it was
  tell_at bigint
);
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
  id text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX family_attempt_of ON family_attempt (account, at);
CREATE INDEX family_attempt_at ON family_attempt (at);

-- A link that signs one person in to the Family Centre, once.
CREATE TABLE family_link (
  -- SHA-256 of the link's secret, hexadecimal
  hash text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  -- null where nobody said
  language text,
  until bigint NOT NULL
);
CREATE INDEX family_link_until ON family_link (until);
CREATE INDEX family_link_of ON family_link (account, until);

-- Somebody who is signed in to the Family Centre.
CREATE TABLE family_session (
  -- SHA-256 of the cookie's value, hexadecimal
  hash text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  language text,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX family_session_of ON family_session (account, created_at);
CREATE INDEX family_session_seen ON family_session (seen_at);

-- A guardian looked: the child's log.
CREATE TABLE family_look (
  id text COLLATE "C" PRIMARY KEY,
  child text COLLATE "C" NOT NULL,
  guardian text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  -- page, summary, embedded
  part text NOT NULL
);
CREATE INDEX family_look_of ON family_look (child, at DESC);
CREATE INDEX family_look_by ON family_look (guardian, at DESC);
CREATE INDEX family_look_at ON family_look (at);

-- A contact that a guardian asked the child to look at together.
CREATE TABLE family_review (
  id text COLLATE "C" PRIMARY KEY,
  guardianship text COLLATE "C" NOT NULL,
  child text COLLATE "C" NOT NULL,
  guardian text COLLATE "C" NOT NULL,
  about text COLLATE "C" NOT NULL,
  asked_at bigint NOT NULL,
  -- asked, seen, talked, declined
  state text NOT NULL,
  answered_at bigint
);
CREATE INDEX family_review_of ON family_review (child, asked_at DESC);
CREATE INDEX family_review_at ON family_review (asked_at);
-- one question about one contact is open at a time
CREATE UNIQUE INDEX family_review_open ON family_review (guardianship, about) WHERE state IN ('asked', 'seen');

-- An evening and night without notifications; the platform keeps them.
CREATE TABLE family_quiet (
  child text COLLATE "C" PRIMARY KEY,
  -- times of day, HH:MM
  begins text NOT NULL,
  ends text NOT NULL,
  -- the guardian who set them
  set_by text NOT NULL,
  set_at bigint NOT NULL
);

-- When each guardianship's summary is due next.
CREATE TABLE family_summary (
  -- of the guardianship
  id text COLLATE "C" PRIMARY KEY,
  due_at bigint NOT NULL
);
CREATE INDEX family_summary_due ON family_summary (due_at);
