-- What a service must keep in writing: drafts, versions that were signed, and changes that are planned.
CREATE TABLE assessment_draft (
  kind TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  based_on INTEGER,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE assessment_section (
  draft TEXT NOT NULL,
  section TEXT NOT NULL,
  version INTEGER NOT NULL,
  answers TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (draft, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessment_version (
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  due_day INTEGER NOT NULL,
  PRIMARY KEY (kind, number)
) STRICT;
-- what was signed stays as it was signed; writing the same again, as a copy that is repeated does, changes nothing
CREATE TRIGGER assessment_version_stays BEFORE UPDATE ON assessment_version
WHEN (old.kind, old.number, old.content, old.sha256, old.signed_by, old.signed_at, old.due_day)
  IS NOT (new.kind, new.number, new.content, new.sha256, new.signed_by, new.signed_at, new.due_day)
BEGIN
  SELECT RAISE(ABORT, 'a signed version of an assessment never changes');
END;
CREATE TRIGGER assessment_version_is_kept BEFORE DELETE ON assessment_version
BEGIN
  SELECT RAISE(ABORT, 'a signed version of an assessment is kept');
END;
CREATE TABLE assessment_change (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  planned_day INTEGER,
  noted_by TEXT NOT NULL,
  noted_at INTEGER NOT NULL,
  considered_in INTEGER,
  withdrawn_by TEXT,
  withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;
