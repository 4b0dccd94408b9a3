-- What decided how the account stood when this was proposed (an enforcement; null where nothing did): whoever confirms it is
-- told where something else does by then.
ALTER TABLE ruling ADD COLUMN stood TEXT;

-- What a statement tells of is a ruling, or a restriction that nobody has ruled yet.
CREATE TABLE statement_as_it_is (
  id TEXT PRIMARY KEY,
  -- null where it tells of an automatic restriction
  ruling TEXT,
  -- the automatic restriction that it tells of; null where it tells of a ruling
  enforcement TEXT,
  account TEXT NOT NULL,
  -- ruling, upheld, overturned, automatic
  kind TEXT NOT NULL,
  -- waiting, held, sent, by_hand, withdrawn
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  held_because TEXT,
  held_by TEXT,
  review_at INTEGER,
  sent_at INTEGER,
  -- until when its links take an appeal
  appeal_until INTEGER,
  -- when somebody objected to an automatic restriction; null where nobody has, and of other kinds (see appeal)
  objected_at INTEGER,
  -- as it was written to the person
  language TEXT,
  -- JSON: title and paragraphs, as they were put
  words TEXT
) STRICT;
INSERT INTO statement_as_it_is
  SELECT id, ruling, NULL, account, kind, state, created_at, due_at, held_because, held_by, review_at, sent_at, appeal_until,
    NULL, language, words
  FROM statement;

-- The links that lead to a statement. Telling somebody again makes another, and those from before go on working.
CREATE TABLE statement_link (
  -- SHA-256 of the secret in the link, hexadecimal
  hash TEXT PRIMARY KEY,
  statement TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_link_statement ON statement_link (statement);
INSERT INTO statement_link SELECT token, id, coalesce(sent_at, created_at) FROM statement WHERE token IS NOT NULL;

DROP TABLE statement;
ALTER TABLE statement_as_it_is RENAME TO statement;
CREATE UNIQUE INDEX statement_ruling ON statement (ruling, kind) WHERE ruling IS NOT NULL;
CREATE UNIQUE INDEX statement_enforcement ON statement (enforcement) WHERE enforcement IS NOT NULL;
CREATE INDEX statement_due ON statement (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX statement_review ON statement (review_at) WHERE state IN ('held', 'by_hand');
