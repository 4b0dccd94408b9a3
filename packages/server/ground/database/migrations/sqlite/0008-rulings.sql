-- What people ruled. One ruling is one row: who took the first look, and who the second.
CREATE TABLE ruling (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  account TEXT NOT NULL,
  -- JSON list: no_violation, warn, remove_content, restrict, suspend, disable, restore
  measures TEXT NOT NULL,
  -- the named policy's id, and the version of the policy file that it was in
  policy TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- why the affected person is not told, or referral_pending; null where they are
  untold TEXT,
  -- JSON list of messages and media
  content TEXT NOT NULL,
  refer INTEGER NOT NULL,
  -- 1 where Kith's own detection brought the case to people (D11: the person is told)
  machine INTEGER NOT NULL,
  -- proposed, in_force, withdrawn, disagreed, overturned
  state TEXT NOT NULL,
  first_by TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  second_by TEXT,
  second_at INTEGER,
  second_agreed INTEGER,
  second_note TEXT,
  -- until then who acted last may undo it
  undo_until INTEGER NOT NULL,
  -- since when it holds
  in_force_at INTEGER,
  -- JSON of names and numbers and the model that scored it: what it teaches by; null where nothing was seen
  features TEXT,
  model TEXT NOT NULL,
  -- how the account came to be reviewed, where it was drawn at random: how likely that was
  drawn REAL,
  -- 1 where nothing can change it any more
  final INTEGER NOT NULL,
  -- when it becomes final unless somebody appeals; null as long as the person was not told
  final_at INTEGER,
  -- when it is to be looked at next: to close its case, to become final; null where nothing is to be done
  due_at INTEGER
) STRICT;
CREATE INDEX ruling_case ON ruling (case_id, first_at);
CREATE INDEX ruling_account ON ruling (account, first_at);
CREATE INDEX ruling_due ON ruling (due_at) WHERE due_at IS NOT NULL;

-- What the platform is asked to do. kind 'preserve' is the request to keep what a removal is about.
CREATE TABLE enforcement (
  id TEXT PRIMARY KEY,
  ruling TEXT,
  case_id TEXT,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- JSON list
  content TEXT NOT NULL,
  -- for the platform's staff
  reason TEXT NOT NULL,
  -- ruling, automatic, appeal
  source TEXT NOT NULL,
  -- waiting, leaving, preserving, requested, applied, withdrawn, superseded
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- when it is to be looked at next, or the lease of who looks at it now ends; null where nothing is to be done any more
  due_at INTEGER,
  requested_at INTEGER,
  applied_at INTEGER,
  -- platform, or who said that it was done by hand
  applied_by TEXT,
  chased INTEGER NOT NULL,
  -- 1 where no endpoint took it when it was last asked for
  by_hand INTEGER NOT NULL,
  -- 1 when Kith's own answers hold to it
  told INTEGER NOT NULL,
  -- of a removal: the id of the request to preserve, and whether it left without that having been delivered
  preserve TEXT,
  unpreserved INTEGER NOT NULL
) STRICT;
CREATE INDEX enforcement_due ON enforcement (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX enforcement_account ON enforcement (account, created_at);
CREATE INDEX enforcement_ruling ON enforcement (ruling);
CREATE INDEX enforcement_case ON enforcement (case_id);
-- what is not done yet, the oldest first
CREATE INDEX enforcement_open ON enforcement (created_at, id) WHERE state IN ('waiting', 'leaving', 'preserving', 'requested');

-- What an affected person is told.
CREATE TABLE statement (
  id TEXT PRIMARY KEY,
  ruling TEXT NOT NULL,
  account TEXT NOT NULL,
  -- ruling, upheld, overturned
  kind TEXT NOT NULL,
  -- waiting, held, sent, by_hand, withdrawn
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  held_because TEXT,
  held_by TEXT,
  review_at INTEGER,
  sent_at INTEGER,
  -- SHA-256 of the secret in the link, hexadecimal; null where nothing can be appealed or it was not sent
  token TEXT,
  -- until when the link takes an appeal
  appeal_until INTEGER,
  -- as it was written to the person
  language TEXT,
  -- JSON: title and paragraphs, as they were put
  words TEXT
) STRICT;
CREATE UNIQUE INDEX statement_ruling ON statement (ruling, kind);
CREATE UNIQUE INDEX statement_token ON statement (token) WHERE token IS NOT NULL;
CREATE INDEX statement_due ON statement (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX statement_review ON statement (review_at) WHERE state IN ('held', 'by_hand');

-- An affected person's objection. One a ruling.
CREATE TABLE appeal (
  id TEXT PRIMARY KEY,
  ruling TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL,
  account TEXT NOT NULL,
  -- what the person wrote
  text TEXT NOT NULL,
  language TEXT NOT NULL,
  filed_at INTEGER NOT NULL,
  -- when they were told to expect an answer
  answer_at INTEGER NOT NULL,
  -- how soon it should be looked at: the graver the measure, the sooner (D8)
  rank INTEGER NOT NULL,
  -- open, upheld, overturned
  state TEXT NOT NULL,
  leased_by TEXT,
  leased_until INTEGER NOT NULL,
  version INTEGER NOT NULL,
  judged_by TEXT,
  judged_at INTEGER,
  judged_reason TEXT
) STRICT;
CREATE INDEX appeal_open ON appeal (rank DESC, answer_at, id) WHERE state = 'open';
CREATE INDEX appeal_case ON appeal (case_id);
