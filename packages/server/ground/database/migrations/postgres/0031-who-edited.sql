-- Who changed what it says last: they are the first pair of eyes, too. That two people look is not left to the program alone.
ALTER TABLE referral ADD COLUMN edited_by text CHECK (approved_by IS NULL OR edited_by IS NULL OR edited_by <> approved_by);
-- Evidence that went with it whose custody does not say so, and why: JSON list of pairs; null before it was received.
ALTER TABLE referral ADD COLUMN unmarked text;
