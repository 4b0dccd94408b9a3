-- The people who work with Kith.
CREATE TABLE staff (
  id text PRIMARY KEY,
  pseudonym text NOT NULL,
  -- the pseudonym in lower case: two that differ in case alone would be mistaken for each other
  folded text NOT NULL,
  created_at bigint NOT NULL,
  disabled_at bigint,
  -- who they are at the company's OpenID Connect provider; null where they sign in by passkey
  issuer text,
  subject text,
  -- the language of their pages; null: what their browser asks for
  language text
);
CREATE UNIQUE INDEX staff_folded ON staff (folded);
-- a sign-in through the provider asks who that is
CREATE UNIQUE INDEX staff_subject ON staff (issuer, subject) WHERE subject IS NOT NULL;

CREATE TABLE staff_role (
  staff text NOT NULL,
  role text NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (staff, role)
);

CREATE TABLE staff_session (
  id text PRIMARY KEY,
  -- SHA-256 of the cookie's value, hexadecimal
  hash text NOT NULL,
  staff text NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
-- every request of somebody who is signed in asks whose session it is
CREATE UNIQUE INDEX staff_session_hash ON staff_session (hash);
-- who is disabled is signed out everywhere
CREATE INDEX staff_session_staff ON staff_session (staff);

-- Passkeys: public keys, of which a person may have several.
CREATE TABLE staff_credential (
  -- the credential's id, base64url
  id text PRIMARY KEY,
  staff text NOT NULL,
  -- COSE, base64url
  public_key text NOT NULL,
  -- how often it signed, as far as it counts
  counter bigint NOT NULL,
  -- how a browser reaches it, space-separated
  transports text NOT NULL,
  created_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX staff_credential_staff ON staff_credential (staff);

-- Links by which somebody joins, or enrols another passkey; each works once.
CREATE TABLE staff_invitation (
  id text PRIMARY KEY,
  -- SHA-256 of the link's secret, hexadecimal
  hash text NOT NULL,
  -- roles of who joins by it, space-separated
  roles text NOT NULL,
  -- for whom, where they are known already: another passkey for a lost one
  staff text,
  -- staff:ID, or system
  made_by text NOT NULL,
  created_at bigint NOT NULL,
  -- null: until it is used
  expires_at bigint,
  used_at bigint
);
CREATE UNIQUE INDEX staff_invitation_hash ON staff_invitation (hash);

-- Challenges that a passkey has answered: none counts twice. A row is not needed any more once its challenge is too old.
CREATE TABLE staff_challenge_spent (
  -- SHA-256 of the challenge, hexadecimal
  hash text PRIMARY KEY,
  until bigint NOT NULL
);
