-- Who would overturn what two people ruled, until somebody else sees it so, too.
ALTER TABLE appeal ADD COLUMN proposed_by TEXT;
ALTER TABLE appeal ADD COLUMN proposed_at INTEGER;
ALTER TABLE appeal ADD COLUMN proposed_reason TEXT;
-- those who objected to a restriction of which nobody has ruled: see appeals/objections.ts
CREATE INDEX statement_objected ON statement (objected_at) WHERE objected_at IS NOT NULL;
