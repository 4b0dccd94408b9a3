-- Why somebody said so (not_known_material, other_category, common_content), and in their words.
ALTER TABLE known_judgement ADD COLUMN reason TEXT;
ALTER TABLE known_judgement ADD COLUMN note TEXT;
-- what its source is told of why; never the note
ALTER TABLE known_feedback ADD COLUMN reason TEXT;
CREATE INDEX known_feedback_entry ON known_feedback (list, algorithm, hash);
