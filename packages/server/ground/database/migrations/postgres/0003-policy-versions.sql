-- Every policy that decided, whole, so that an old decision can be explained and considered again. One version has one
-- digest unless somebody changed the rules and kept the name: then it has a row for each.
CREATE TABLE policy_version (
  version text COLLATE "C" NOT NULL,
  -- SHA-256 of the text, hexadecimal
  digest text NOT NULL,
  -- the policy as JSON with its keys in order
  text text NOT NULL,
  first_used_at bigint NOT NULL,
  PRIMARY KEY (version, digest)
);
