-- What only people can know of a measure, as somebody of the service said it: never edited, only replaced or withdrawn.
CREATE TABLE attestation (
  id TEXT PRIMARY KEY,
  -- of the measure
  code TEXT NOT NULL,
  measure TEXT NOT NULL,
  -- what is attested, in the registry's words of that day
  statement TEXT NOT NULL,
  words TEXT NOT NULL,
  -- people of staff: who answers for it, and who wrote it down
  owner TEXT NOT NULL,
  made_by TEXT NOT NULL,
  -- milliseconds since 1970, as those below
  made_at INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  -- null where there is no file
  file_name TEXT,
  file_bytes INTEGER,
  -- SHA-256, hexadecimal
  file_hash TEXT,
  ended_at INTEGER,
  ended_by TEXT,
  -- replaced, withdrawn
  ended_how TEXT
) STRICT;
-- of two at the same moment one stands
CREATE UNIQUE INDEX attestation_standing ON attestation (code, measure, statement) WHERE ended_at IS NULL;
-- those of a measure, the newest first
CREATE INDEX attestation_of ON attestation (code, measure, made_at);

-- Their files, in pieces: what copies a database holds some hundred rows at once.
CREATE TABLE attestation_piece (
  attestation TEXT NOT NULL,
  -- from 0
  place INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (attestation, place)
) STRICT;
