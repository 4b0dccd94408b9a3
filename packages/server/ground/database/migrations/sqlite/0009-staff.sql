-- The people who work with Kith.
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  pseudonym TEXT NOT NULL,
  -- the pseudonym in lower case: two that differ in case alone would be mistaken for each other
  folded TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,
  -- who they are at the company's OpenID Connect provider; null where they sign in by passkey
  issuer TEXT,
  subject TEXT,
  -- the language of their pages; null: what their browser asks for
  language TEXT
) STRICT;
CREATE UNIQUE INDEX staff_folded ON staff (folded);
-- a sign-in through the provider asks who that is
CREATE UNIQUE INDEX staff_subject ON staff (issuer, subject) WHERE subject IS NOT NULL;

CREATE TABLE staff_role (
  staff TEXT NOT NULL,
  role TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (staff, role)
) STRICT;

CREATE TABLE staff_session (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the cookie's value, hexadecimal
  hash TEXT NOT NULL,
  staff TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
-- every request of somebody who is signed in asks whose session it is
CREATE UNIQUE INDEX staff_session_hash ON staff_session (hash);
-- who is disabled is signed out everywhere
CREATE INDEX staff_session_staff ON staff_session (staff);

-- Passkeys: public keys, of which a person may have several.
CREATE TABLE staff_credential (
  -- the credential's id, base64url
  id TEXT PRIMARY KEY,
  staff TEXT NOT NULL,
  -- COSE, base64url
  public_key TEXT NOT NULL,
  -- how often it signed, as far as it counts
  counter INTEGER NOT NULL,
  -- how a browser reaches it, space-separated
  transports TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX staff_credential_staff ON staff_credential (staff);

-- Links by which somebody joins, or enrols another passkey; each works once.
CREATE TABLE staff_invitation (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the link's secret, hexadecimal
  hash TEXT NOT NULL,
  -- roles of who joins by it, space-separated
  roles TEXT NOT NULL,
  -- for whom, where they are known already: another passkey for a lost one
  staff TEXT,
  -- staff:ID, or system
  made_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- null: until it is used
  expires_at INTEGER,
  used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_invitation_hash ON staff_invitation (hash);

-- Challenges that a passkey has answered: none counts twice. A row is not needed any more once its challenge is too old.
CREATE TABLE staff_challenge_spent (
  -- SHA-256 of the challenge, hexadecimal
  hash TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT;
