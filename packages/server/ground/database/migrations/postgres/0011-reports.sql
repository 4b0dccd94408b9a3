-- What people say about an account. Who reports is known to nobody but those who judge it (measures D2, D3).
CREATE TABLE report (
  id text COLLATE "C" PRIMARY KEY,
  -- the event that it came with; null where it came without one: from somebody who has no account
  event text,
  -- user, guardian, nobody, flagger, platform
  source text NOT NULL,
  -- 1 where it is by a trusted flagger
  trusted integer NOT NULL,
  -- the account of who reports
  reporter text,
  -- 1 where that is a child
  child integer NOT NULL,
  -- the account that it is about; null where what was written names none that is known
  about text COLLATE "C",
  category text NOT NULL,
  conversation text,
  message text,
  -- the key that the words are sealed with, and the words: nonce, tag, ciphertext; null where there are none (any more)
  key text,
  sealed bytea,
  -- when it happened or was written, and when it came: milliseconds since 1970
  at bigint NOT NULL,
  received_at bigint NOT NULL,
  language text NOT NULL,
  -- 1 where whoever reports wants no messages about it (measure D6)
  opted_out integer NOT NULL,
  acknowledged_at bigint,
  -- open, closed
  state text NOT NULL,
  closed_at bigint,
  -- acted, no_breach, unfounded
  outcome text,
  -- the person of staff who marked it as unfounded, and why
  unfounded_by text,
  unfounded_reason text,
  -- the key of the flagger who sent it
  flagger text,
  -- the case that it joined
  case_id text
);
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
