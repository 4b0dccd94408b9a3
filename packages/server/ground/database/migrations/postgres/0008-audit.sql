-- Who looked at evidence, ruled, changed a role, a key or the policy. Lines are only ever added; each carries the hash of
-- the one before, so that one that is altered, missing or out of order shows (ground/audit).
CREATE TABLE audit_line (
  number bigint PRIMARY KEY,
  -- milliseconds since 1970
  at bigint NOT NULL,
  -- staff:ID, key:ID, operator (the command line), system
  by text COLLATE "C" NOT NULL,
  action text NOT NULL,
  -- what it was done to: case:ID, account:ID, ...
  subject text COLLATE "C" NOT NULL,
  -- JSON of names and plain values; never what somebody wrote
  detail text NOT NULL,
  -- the hash of the line before
  before text NOT NULL,
  -- SHA-256 of all of the above, hexadecimal
  hash text NOT NULL
);
-- all that happened to one case or account, and all that one person did, newest first
CREATE INDEX audit_subject ON audit_line (subject, number DESC);
CREATE INDEX audit_by ON audit_line (by, number DESC);

-- the last line: a cut tail shows, and who adds a line waits for who adds the one before
CREATE TABLE audit_head (
  one smallint PRIMARY KEY CHECK (one = 1),
  number bigint NOT NULL,
  hash text NOT NULL
);
INSERT INTO audit_head VALUES (1, 0, '');

-- against mistakes; whoever means harm is found by the hashes
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_line_kept BEFORE UPDATE OR DELETE ON audit_line
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
