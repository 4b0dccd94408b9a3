-- What was to be seen of an account when its case was opened (JSON, names and numbers): what a ruling teaches by.
ALTER TABLE cases ADD COLUMN features text;

-- Accounts that people ruled on. Nothing of what was written is in here.
CREATE TABLE ruling_example (
  id text PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  -- milliseconds since 1970
  ruled_at bigint NOT NULL,
  harmful integer NOT NULL,
  -- how it came to be reviewed: case, or sample
  source text NOT NULL,
  -- of a sample: how likely it was to be drawn
  probability double precision NOT NULL,
  -- reviewed by two, and nothing can change it any more: only such teach
  final integer NOT NULL,
  reviewed_twice integer NOT NULL,
  -- as they were when it came to be reviewed (JSON, names and numbers)
  features text NOT NULL,
  -- the risk model that scored it then
  model text NOT NULL
);
-- what teaches, in order of time
CREATE INDEX ruling_example_ruled ON ruling_example (ruled_at);

-- The highest score that an account had in a day under a model: of all near the top, of the others a drawn share.
CREATE TABLE score_day (
  -- days since 1970
  day integer NOT NULL,
  model text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  age_band text NOT NULL,
  language text NOT NULL,
  -- log-odds
  score double precision NOT NULL,
  -- how likely the row was to be kept: it stands for 1/share accounts
  share double precision NOT NULL,
  -- beside the scores of the model in force, one in shadow
  shadow integer NOT NULL,
  PRIMARY KEY (day, model, account)
);
