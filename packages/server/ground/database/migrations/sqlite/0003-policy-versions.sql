-- Every policy that decided, whole, so that an old decision can be explained and considered again. One version has one
-- digest unless somebody changed the rules and kept the name: then it has a row for each.
CREATE TABLE policy_version (
  version TEXT NOT NULL,
  -- SHA-256 of the text, hexadecimal
  digest TEXT NOT NULL,
  -- the policy as JSON with its keys in order
  text TEXT NOT NULL,
  first_used_at INTEGER NOT NULL,
  PRIMARY KEY (version, digest)
) STRICT;
