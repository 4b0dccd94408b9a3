-- What decided how the account stood when this was proposed (an enforcement; null where nothing did): whoever confirms it is
-- told where something else does by then.
ALTER TABLE ruling ADD COLUMN stood text;

-- What a statement tells of is a ruling, or a restriction that nobody has ruled yet (kind automatic).
ALTER TABLE statement ALTER COLUMN ruling DROP NOT NULL;
-- the automatic restriction that it tells of; null where it tells of a ruling
ALTER TABLE statement ADD COLUMN enforcement text;
-- when somebody objected to an automatic restriction; null where nobody has, and of other kinds (see appeal)
ALTER TABLE statement ADD COLUMN objected_at bigint;
CREATE UNIQUE INDEX statement_enforcement ON statement (enforcement) WHERE enforcement IS NOT NULL;

-- The links that lead to a statement. Telling somebody again makes another, and those from before go on working.
CREATE TABLE statement_link (
  -- SHA-256 of the secret in the link, hexadecimal
  hash text PRIMARY KEY,
  statement text NOT NULL,
  made_at bigint NOT NULL
);
CREATE INDEX statement_link_statement ON statement_link (statement);
INSERT INTO statement_link SELECT token, id, coalesce(sent_at, created_at) FROM statement WHERE token IS NOT NULL;
DROP INDEX statement_token;
ALTER TABLE statement DROP COLUMN token;
