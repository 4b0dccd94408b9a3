-- Why what a case has is being destroyed: what was begun is gone on with. Null where it is not, '' while its clocks are looked at.
ALTER TABLE case_keeping ADD COLUMN destroying text;
-- what broke off
CREATE INDEX case_keeping_destroying ON case_keeping (case_id) WHERE destroying IS NOT NULL;
