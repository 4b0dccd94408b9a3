-- What is shared with other operators, and by them. Hashes under the salt of one agreement: never a value.

-- What accounts were told of with. Given out only of those who were disabled for children's safety.
CREATE TABLE shared_hash (
  agreement text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  -- HMAC-SHA256, hexadecimal
  hash text COLLATE "C" NOT NULL,
  -- when it was told, milliseconds since 1970
  at bigint NOT NULL,
  PRIMARY KEY (agreement, account, kind, hash)
);

-- What another operator shared: leads.
CREATE TABLE shared_lead (
  agreement text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  PRIMARY KEY (agreement, kind, hash)
);

-- Where each agreement stands: the number of the last file that was made, and of the last that was taken.
CREATE TABLE shared_state (
  agreement text COLLATE "C" PRIMARY KEY,
  sent_sequence bigint NOT NULL,
  sent_at bigint NOT NULL,
  sent bigint NOT NULL,
  taken_sequence bigint NOT NULL,
  taken_at bigint NOT NULL,
  taken bigint NOT NULL,
  -- when what was taken is void, milliseconds since 1970
  void_at bigint NOT NULL
);
