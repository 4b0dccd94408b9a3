-- What people ruled. One ruling is one row: who took the first look, and who the second.
CREATE TABLE ruling (
  id text PRIMARY KEY,
  case_id text NOT NULL,
  account text COLLATE "C" NOT NULL,
  -- JSON list: no_violation, warn, remove_content, restrict, suspend, disable, restore
  measures text NOT NULL,
  -- the named policy's id, and the version of the policy file that it was in
  policy text NOT NULL,
  policy_version text NOT NULL,
  reason text NOT NULL,
  -- why the affected person is not told, or referral_pending; null where they are
  untold text,
  -- JSON list of messages and media
  content text NOT NULL,
  refer integer NOT NULL,
  -- 1 where Kith's own detection brought the case to people (D11: the person is told)
  machine integer NOT NULL,
  -- proposed, in_force, withdrawn, disagreed, overturned
  state text NOT NULL,
  first_by text NOT NULL,
  first_at bigint NOT NULL,
  second_by text,
  second_at bigint,
  second_agreed integer,
  second_note text,
  -- until then who acted last may undo it
  undo_until bigint NOT NULL,
  -- since when it holds
  in_force_at bigint,
  -- JSON of names and numbers and the model that scored it: what it teaches by; null where nothing was seen
  features text,
  model text NOT NULL,
  -- how the account came to be reviewed, where it was drawn at random: how likely that was
  drawn double precision,
  -- 1 where nothing can change it any more
  final integer NOT NULL,
  -- when it becomes final unless somebody appeals; null as long as the person was not told
  final_at bigint,
  -- when it is to be looked at next: to close its case, to become final; null where nothing is to be done
  due_at bigint
);
CREATE INDEX ruling_case ON ruling (case_id, first_at);
CREATE INDEX ruling_account ON ruling (account, first_at);
CREATE INDEX ruling_due ON ruling (due_at) WHERE due_at IS NOT NULL;

-- What the platform is asked to do. kind 'preserve' is the request to keep what a removal is about.
CREATE TABLE enforcement (
  id text PRIMARY KEY,
  ruling text,
  case_id text,
  account text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  -- JSON list
  content text NOT NULL,
  -- for the platform's staff
  reason text NOT NULL,
  -- ruling, automatic, appeal
  source text NOT NULL,
  -- waiting, leaving, preserving, requested, applied, withdrawn, superseded
  state text NOT NULL,
  created_at bigint NOT NULL,
  -- when it is to be looked at next, or the lease of who looks at it now ends; null where nothing is to be done any more
  due_at bigint,
  requested_at bigint,
  applied_at bigint,
  -- platform, or who said that it was done by hand
  applied_by text,
  chased integer NOT NULL,
  -- 1 where no endpoint took it when it was last asked for
  by_hand integer NOT NULL,
  -- 1 when Kith's own answers hold to it
  told integer NOT NULL,
  -- of a removal: the id of the request to preserve, and whether it left without that having been delivered
  preserve text,
  unpreserved integer NOT NULL
);
CREATE INDEX enforcement_due ON enforcement (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX enforcement_account ON enforcement (account, created_at);
CREATE INDEX enforcement_ruling ON enforcement (ruling);
CREATE INDEX enforcement_case ON enforcement (case_id);
-- what is not done yet, the oldest first
CREATE INDEX enforcement_open ON enforcement (created_at, id) WHERE state IN ('waiting', 'leaving', 'preserving', 'requested');

-- What an affected person is told.
CREATE TABLE statement (
  id text PRIMARY KEY,
  ruling text NOT NULL,
  account text COLLATE "C" NOT NULL,
  -- ruling, upheld, overturned
  kind text NOT NULL,
  -- waiting, held, sent, by_hand, withdrawn
  state text NOT NULL,
  created_at bigint NOT NULL,
  due_at bigint,
  held_because text,
  held_by text,
  review_at bigint,
  sent_at bigint,
  -- SHA-256 of the secret in the link, hexadecimal; null where nothing can be appealed or it was not sent
  token text,
  -- until when the link takes an appeal
  appeal_until bigint,
  -- as it was written to the person
  language text,
  -- JSON: title and paragraphs, as they were put
  words text
);
CREATE UNIQUE INDEX statement_ruling ON statement (ruling, kind);
CREATE UNIQUE INDEX statement_token ON statement (token) WHERE token IS NOT NULL;
CREATE INDEX statement_due ON statement (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX statement_review ON statement (review_at) WHERE state IN ('held', 'by_hand');

-- An affected person's objection. One a ruling.
CREATE TABLE appeal (
  id text PRIMARY KEY,
  ruling text NOT NULL UNIQUE,
  case_id text NOT NULL,
  account text COLLATE "C" NOT NULL,
  -- what the person wrote
  text text NOT NULL,
  language text NOT NULL,
  filed_at bigint NOT NULL,
  -- when they were told to expect an answer
  answer_at bigint NOT NULL,
  -- how soon it should be looked at: the graver the measure, the sooner (D8)
  rank integer NOT NULL,
  -- open, upheld, overturned
  state text NOT NULL,
  leased_by text,
  leased_until bigint NOT NULL,
  version integer NOT NULL,
  judged_by text,
  judged_at bigint,
  judged_reason text
);
CREATE INDEX appeal_open ON appeal (rank DESC, answer_at, id) WHERE state = 'open';
CREATE INDEX appeal_case ON appeal (case_id);
