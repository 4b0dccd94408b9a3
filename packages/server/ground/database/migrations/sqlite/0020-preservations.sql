-- What the platform is asked to keep and to give: a record of its own, where it was an enforcement of kind 'preserve'.
CREATE TABLE preservation (
  id TEXT PRIMARY KEY,
  -- null where there is no case: what is given then has nowhere to go
  case_id TEXT,
  account TEXT NOT NULL,
  -- removal, referral, person
  why TEXT NOT NULL,
  ruling TEXT,
  asked_by TEXT,
  -- JSON lists: before it is asked for, what is named beside what Kith finds; from then on all that is asked for
  accounts TEXT NOT NULL,
  messages TEXT NOT NULL,
  media TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  -- waiting, asked, done, withdrawn
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- when it is to be looked at next, or the lease of who looks at it now ends; null where nothing is to be done any more
  due_at INTEGER,
  asked_at INTEGER,
  -- when an endpoint took it, or the platform gave the first of it
  delivered_at INTEGER,
  -- by when it should be done
  answer_by INTEGER,
  chased INTEGER NOT NULL,
  by_hand INTEGER NOT NULL,
  done_at INTEGER,
  given_accounts INTEGER NOT NULL,
  given_messages INTEGER NOT NULL,
  given_media INTEGER NOT NULL,
  -- what names and contents are marked with, sealed with the key of the case; null before anything was given
  secret BLOB
) STRICT;
CREATE INDEX preservation_due ON preservation (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX preservation_case ON preservation (case_id, created_at);
CREATE INDEX preservation_ruling ON preservation (ruling);
-- those that are late are counted
CREATE INDEX preservation_open ON preservation (answer_by) WHERE state = 'asked';

-- That something was given. Names and contents are keyed hashes: who has the table alone learns neither.
CREATE TABLE preservation_given (
  preservation TEXT NOT NULL,
  -- account, message, media, media_details
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  print TEXT NOT NULL,
  item TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  PRIMARY KEY (preservation, kind, name, print)
) STRICT;

-- What Kith held at a moment, to be written down as evidence.
CREATE TABLE snapshot (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  preservation TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  tries INTEGER NOT NULL,
  item TEXT
) STRICT;
CREATE INDEX snapshot_due ON snapshot (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX snapshot_case ON snapshot (case_id);

-- those that were asked for as enforcements: of the accounts that were named only the first is known any more
INSERT INTO preservation
  (id, case_id, account, why, ruling, asked_by, accounts, messages, media, from_at, to_at, state, created_at, due_at, asked_at,
   delivered_at, answer_by, chased, by_hand, done_at, given_accounts, given_messages, given_media, secret)
SELECT id, case_id, account, 'removal', ruling, NULL, json_array(account), content, '[]', created_at - 1209600000, created_at,
  CASE WHEN state IN ('waiting', 'withdrawn') THEN state WHEN state = 'leaving' THEN 'waiting' ELSE 'asked' END,
  created_at, due_at, requested_at, applied_at, requested_at + 259200000, chased, by_hand, NULL, 0, 0, 0, NULL
FROM enforcement WHERE kind = 'preserve';
DELETE FROM enforcement WHERE kind = 'preserve';
