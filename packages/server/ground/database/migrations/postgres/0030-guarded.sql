-- Children who have a guardian, and weaker settings of theirs that only a guardian's yes is missing of.
ALTER TABLE account
  ADD COLUMN guarded boolean NOT NULL DEFAULT false,
  ADD COLUMN pending_confirmed boolean NOT NULL DEFAULT false;
