-- What was to be seen of an account when its case was opened (JSON, names and numbers): what a ruling teaches by.
ALTER TABLE cases ADD COLUMN features TEXT;

-- Accounts that people ruled on. Nothing of what was written is in here.
CREATE TABLE ruling_example (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  -- milliseconds since 1970
  ruled_at INTEGER NOT NULL,
  harmful INTEGER NOT NULL,
  -- how it came to be reviewed: case, or sample
  source TEXT NOT NULL,
  -- of a sample: how likely it was to be drawn
  probability REAL NOT NULL,
  -- reviewed by two, and nothing can change it any more: only such teach
  final INTEGER NOT NULL,
  reviewed_twice INTEGER NOT NULL,
  -- as they were when it came to be reviewed (JSON, names and numbers)
  features TEXT NOT NULL,
  -- the risk model that scored it then
  model TEXT NOT NULL
) STRICT;
-- what teaches, in order of time
CREATE INDEX ruling_example_ruled ON ruling_example (ruled_at);

-- The highest score that an account had in a day under a model: of all near the top, of the others a drawn share.
CREATE TABLE score_day (
  -- days since 1970
  day INTEGER NOT NULL,
  model TEXT NOT NULL,
  account TEXT NOT NULL,
  age_band TEXT NOT NULL,
  language TEXT NOT NULL,
  -- log-odds
  score REAL NOT NULL,
  -- how likely the row was to be kept: it stands for 1/share accounts
  share REAL NOT NULL,
  -- beside the scores of the model in force, one in shadow
  shadow INTEGER NOT NULL,
  PRIMARY KEY (day, model, account)
) STRICT, WITHOUT ROWID;
