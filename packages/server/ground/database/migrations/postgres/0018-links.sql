-- What people said of links between accounts: what it rests on, for whoever asks, and what weights are estimated from.
CREATE TABLE link_label (
  id text PRIMARY KEY,
  actor text NOT NULL,
  other text NOT NULL,
  state text NOT NULL CHECK (state IN ('confirmed', 'cut')),
  by_staff text NOT NULL,
  at bigint NOT NULL,
  note text,
  -- how the two compared then, JSON
  compared text NOT NULL
);
CREATE INDEX link_label_pair ON link_label (actor, other, at);
CREATE INDEX link_label_other ON link_label (other);
-- who was taken for an account
CREATE INDEX signal_link ON signal (other, account) WHERE code = 'LINK';
