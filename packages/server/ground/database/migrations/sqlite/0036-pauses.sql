-- Since when a guardian can't look, because their account is suspended or disabled; null where they can.
ALTER TABLE guardianship ADD COLUMN paused_at INTEGER;
-- When they could again, last: nothing is shown of before. null where it was never paused.
ALTER TABLE guardianship ADD COLUMN resumed_at INTEGER;
