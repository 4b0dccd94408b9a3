-- Who looked at evidence, ruled, changed a role, a key or the policy. Lines are only ever added; each carries the hash of
-- the one before, so that one that is altered, missing or out of order shows (ground/audit).
CREATE TABLE audit_line (
  number INTEGER PRIMARY KEY,
  -- milliseconds since 1970
  at INTEGER NOT NULL,
  -- staff:ID, key:ID, operator (the command line), system
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  -- what it was done to: case:ID, account:ID, ...
  subject TEXT NOT NULL,
  -- JSON of names and plain values; never what somebody wrote
  detail TEXT NOT NULL,
  -- the hash of the line before
  before TEXT NOT NULL,
  -- SHA-256 of all of the above, hexadecimal
  hash TEXT NOT NULL
) STRICT;
-- all that happened to one case or account, and all that one person did, newest first
CREATE INDEX audit_subject ON audit_line (subject, number DESC);
CREATE INDEX audit_by ON audit_line (by, number DESC);

-- the last line: a cut tail shows, and who adds a line waits for who adds the one before
CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head VALUES (1, 0, '');

-- against mistakes; whoever means harm is found by the hashes
CREATE TRIGGER audit_line_kept BEFORE UPDATE ON audit_line BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_line_stays BEFORE DELETE ON audit_line BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
