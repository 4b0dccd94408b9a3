-- Media that matched something known when they were uploaded: what people judge, and what is compared again when lists change.
CREATE TABLE known_medium (
  media TEXT NOT NULL,
  -- who uploaded it
  account TEXT NOT NULL,
  event TEXT NOT NULL,
  -- when, milliseconds since 1970
  at INTEGER NOT NULL,
  -- as it was decided then, and as it is now: none, likely, verified
  verdict TEXT NOT NULL,
  now TEXT NOT NULL,
  -- JSON: its own hashes, and what they matched then
  hashes TEXT NOT NULL,
  matches TEXT NOT NULL,
  PRIMARY KEY (media, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_medium_account ON known_medium (account, at);
