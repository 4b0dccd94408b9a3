-- What a service must keep in writing: drafts, versions that were signed, and changes that are planned.
CREATE TABLE assessment_draft (
  kind text PRIMARY KEY,
  id text NOT NULL,
  number integer NOT NULL,
  version integer NOT NULL,
  based_on integer,
  started_by text NOT NULL,
  started_at bigint NOT NULL
);
CREATE TABLE assessment_section (
  draft text NOT NULL,
  section text NOT NULL,
  version integer NOT NULL,
  answers text NOT NULL,
  saved_by text NOT NULL,
  saved_at bigint NOT NULL,
  PRIMARY KEY (draft, section)
);
CREATE TABLE assessment_version (
  kind text NOT NULL,
  number integer NOT NULL,
  content text NOT NULL,
  sha256 text NOT NULL,
  signed_by text NOT NULL,
  signed_at bigint NOT NULL,
  due_day integer NOT NULL,
  PRIMARY KEY (kind, number)
);
-- what was signed stays as it was signed; writing the same again, as a copy that is repeated does, changes nothing
CREATE FUNCTION assessment_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND new IS NOT DISTINCT FROM old THEN
    RETURN new;
  END IF;
  RAISE EXCEPTION 'a signed version of an assessment never changes';
END
$$;
CREATE TRIGGER assessment_version_stays BEFORE UPDATE OR DELETE ON assessment_version
FOR EACH ROW EXECUTE FUNCTION assessment_version_stays();
CREATE TABLE assessment_change (
  id text PRIMARY KEY,
  kind text NOT NULL,
  note text NOT NULL,
  planned_day integer,
  noted_by text NOT NULL,
  noted_at bigint NOT NULL,
  considered_in integer,
  withdrawn_by text,
  withdrawn_at bigint
);
