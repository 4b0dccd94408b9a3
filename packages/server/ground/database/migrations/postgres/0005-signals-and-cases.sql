-- What an account's events add up to, and what one account has done towards one child (server/knowledge/packed.ts).
CREATE TABLE conduct (
  account text COLLATE "C" PRIMARY KEY,
  packed bytea NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE approach (
  actor text COLLATE "C" NOT NULL,
  other text COLLATE "C" NOT NULL,
  packed bytea NOT NULL,
  PRIMARY KEY (actor, other)
) WITH (fillfactor = 85);
ALTER TABLE conduct ALTER COLUMN packed SET STORAGE PLAIN;
ALTER TABLE approach ALTER COLUMN packed SET STORAGE PLAIN;
ALTER TABLE conduct SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- What was seen of suspicious accounts: never what was written, only which cue of which code it was.
CREATE TABLE signal (
  id text PRIMARY KEY,
  -- the event that it was seen in
  event text NOT NULL,
  account text COLLATE "C" NOT NULL,
  other text,
  message text,
  -- of evidence; or RULE, or RULE_IN_SHADOW
  code text NOT NULL,
  -- the cue's name, or the rule's
  cue text NOT NULL,
  -- log-odds
  weight double precision NOT NULL,
  -- what a rule says of it
  words text,
  -- when it happened, milliseconds since 1970
  at bigint NOT NULL
);
-- an account's risk is explained by its signals, newest first
CREATE INDEX signal_account ON signal (account, at DESC);
-- what is older than it is kept goes
CREATE INDEX signal_at ON signal (at);

-- All that is to be judged about one account. An account has one open case at most; what comes joins it.
CREATE TABLE cases (
  id text PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  -- of those who look at it
  queue text NOT NULL,
  opened_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  -- the risk when it last rose; none where a rule opened it
  level text NOT NULL,
  score double precision NOT NULL,
  -- what the score was made of, or which rule it was, JSON
  why text NOT NULL,
  -- the event at which it last rose
  event text NOT NULL,
  closed_at bigint
);
CREATE UNIQUE INDEX cases_open ON cases (account) WHERE closed_at IS NULL;
