-- The country that an account is in, as its platform said, '' where it did not: thresholds may differ by it. Gone with its score.
ALTER TABLE score_day ADD COLUMN country TEXT NOT NULL DEFAULT '';
-- what an account was last scored as when somebody rules on it, and what is erased with it
CREATE INDEX score_day_account ON score_day (account);
-- The group of at least a thousand accounts that the account was of when it was ruled on: how often alerts are false is told by
-- group, long after its scores are gone. NULL where that was before.
ALTER TABLE ruling ADD COLUMN cohort TEXT;
