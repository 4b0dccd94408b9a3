-- What only people can know of a measure, as somebody of the service said it: never edited, only replaced or withdrawn.
CREATE TABLE attestation (
  id text PRIMARY KEY,
  -- of the measure
  code text NOT NULL,
  measure text NOT NULL,
  -- what is attested, in the registry's words of that day
  statement text NOT NULL,
  words text NOT NULL,
  -- people of staff: who answers for it, and who wrote it down
  owner text NOT NULL,
  made_by text NOT NULL,
  -- milliseconds since 1970, as those below
  made_at bigint NOT NULL,
  valid_until bigint NOT NULL,
  -- null where there is no file
  file_name text,
  file_bytes integer,
  -- SHA-256, hexadecimal
  file_hash text,
  ended_at bigint,
  ended_by text,
  -- replaced, withdrawn
  ended_how text
);
-- of two at the same moment one stands
CREATE UNIQUE INDEX attestation_standing ON attestation (code, measure, statement) WHERE ended_at IS NULL;
-- those of a measure, the newest first
CREATE INDEX attestation_of ON attestation (code, measure, made_at);

-- Their files, in pieces: what copies a database holds some hundred rows at once.
CREATE TABLE attestation_piece (
  attestation text NOT NULL,
  -- from 0
  place integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (attestation, place)
);
