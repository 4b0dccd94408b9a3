-- What was seen of suspicious accounts: never what was written, only which cue of which code it was.
CREATE TABLE signal (
  id TEXT PRIMARY KEY,
  -- the event that it was seen in
  event TEXT NOT NULL,
  account TEXT NOT NULL,
  other TEXT,
  message TEXT,
  -- of evidence; or RULE, or RULE_IN_SHADOW
  code TEXT NOT NULL,
  -- the cue's name, or the rule's
  cue TEXT NOT NULL,
  -- log-odds
  weight REAL NOT NULL,
  -- what a rule says of it
  words TEXT,
  -- when it happened, milliseconds since 1970
  at INTEGER NOT NULL
) STRICT;
-- an account's risk is explained by its signals, newest first
CREATE INDEX signal_account ON signal (account, at DESC);
-- what is older than it is kept goes
CREATE INDEX signal_at ON signal (at);

-- All that is to be judged about one account. An account has one open case at most; what comes joins it.
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  -- of those who look at it
  queue TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- the risk when it last rose; none where a rule opened it
  level TEXT NOT NULL,
  score REAL NOT NULL,
  -- what the score was made of, or which rule it was, JSON
  why TEXT NOT NULL,
  -- the event at which it last rose
  event TEXT NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX cases_open ON cases (account) WHERE closed_at IS NULL;
