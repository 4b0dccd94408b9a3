-- How often a child was shown notices that only inform, for the policy's limits.
ALTER TABLE account ADD COLUMN informed integer;
ALTER TABLE contact ADD COLUMN told_of_block smallint, ADD COLUMN told_of_report smallint;
