-- Who comes back, and what is known material.
ALTER TABLE account
  ADD COLUMN barred boolean NOT NULL DEFAULT false,
  ADD COLUMN linked boolean NOT NULL DEFAULT false;

-- What accounts can be recognised by: keyed hashes. Five million rows and more: 64 bits of hash, the kind as its number.
CREATE TABLE identifier (
  account text COLLATE "C" NOT NULL,
  -- in the order of identifierKinds
  kind smallint NOT NULL,
  hash bigint NOT NULL,
  -- of keys that it was hashed with; 0 for accounts and openers
  layers smallint NOT NULL,
  first_at bigint NOT NULL,
  last_at bigint NOT NULL,
  -- rises with recording, also within one event
  place bigint NOT NULL,
  PRIMARY KEY (account, kind, hash)
) WITH (fillfactor = 90);
-- who shares one, the last it was recorded of first
CREATE INDEX identifier_sharers ON identifier (kind, hash, place DESC) INCLUDE (account);

-- Whom an account is taken for: few accounts have such a row.
CREATE TABLE links (
  account text COLLATE "C" PRIMARY KEY,
  links text NOT NULL
);

-- Media that matched something known.
CREATE TABLE media (
  id text COLLATE "C" PRIMARY KEY,
  uploader text COLLATE "C" NOT NULL,
  verdict text NOT NULL,
  at bigint NOT NULL
);
