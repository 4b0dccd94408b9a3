-- What is shared with other operators, and by them. Hashes under the salt of one agreement: never a value.

-- What accounts were told of with. Given out only of those who were disabled for children's safety.
CREATE TABLE shared_hash (
  agreement text NOT NULL,
  account text NOT NULL,
  kind text NOT NULL,
  -- HMAC-SHA256, hexadecimal
  hash text NOT NULL,
  -- when it was told, milliseconds since 1970
  at integer NOT NULL,
  PRIMARY KEY (agreement, account, kind, hash)
);

-- What another operator shared: leads.
CREATE TABLE shared_lead (
  agreement text NOT NULL,
  kind text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (agreement, kind, hash)
);

-- Where each agreement stands: the number of the last file that was made, and of the last that was taken.
CREATE TABLE shared_state (
  agreement text PRIMARY KEY,
  sent_sequence integer NOT NULL,
  sent_at integer NOT NULL,
  sent integer NOT NULL,
  taken_sequence integer NOT NULL,
  taken_at integer NOT NULL,
  taken integer NOT NULL,
  -- when what was taken is void, milliseconds since 1970
  void_at integer NOT NULL
);
