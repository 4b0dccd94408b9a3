-- What people said of links between accounts: what it rests on, for whoever asks, and what weights are estimated from.
CREATE TABLE link_label (
  id TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  other TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'cut')),
  by_staff TEXT NOT NULL,
  at INTEGER NOT NULL,
  note TEXT,
  -- how the two compared then, JSON
  compared TEXT NOT NULL
) STRICT;
CREATE INDEX link_label_pair ON link_label (actor, other, at);
CREATE INDEX link_label_other ON link_label (other);
-- who was taken for an account
CREATE INDEX signal_link ON signal (other, account) WHERE code = 'LINK';
