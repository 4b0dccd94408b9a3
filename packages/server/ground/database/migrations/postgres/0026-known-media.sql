-- Media that matched something known when they were uploaded: what people judge, and what is compared again when lists change.
CREATE TABLE known_medium (
  media text COLLATE "C" NOT NULL,
  -- who uploaded it
  account text COLLATE "C" NOT NULL,
  event text NOT NULL,
  -- when, milliseconds since 1970
  at bigint NOT NULL,
  -- as it was decided then, and as it is now: none, likely, verified
  verdict text NOT NULL,
  now text NOT NULL,
  -- JSON: its own hashes, and what they matched then
  hashes text NOT NULL,
  matches text NOT NULL,
  PRIMARY KEY (media, account)
);
CREATE INDEX known_medium_account ON known_medium (account, at);
