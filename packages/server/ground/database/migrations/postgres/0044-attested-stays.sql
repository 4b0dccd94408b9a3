-- What was attested stays as it was; only that it ended is written, once. The same again, as a copy that is repeated does, changes nothing.
CREATE FUNCTION attestation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND new IS NOT DISTINCT FROM old THEN
    RETURN new;
  END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'attestation' THEN
    IF old.ended_at IS NULL AND new.ended_at IS NOT NULL
      AND to_jsonb(new) - '{ended_at,ended_by,ended_how}'::text[] = to_jsonb(old) - '{ended_at,ended_by,ended_how}'::text[] THEN
      RETURN new;
    END IF;
  END IF;
  RAISE EXCEPTION 'what was attested never changes';
END
$$;
CREATE TRIGGER attestation_stays BEFORE UPDATE OR DELETE ON attestation
FOR EACH ROW EXECUTE FUNCTION attestation_stays();
CREATE TRIGGER attestation_piece_stays BEFORE UPDATE OR DELETE ON attestation_piece
FOR EACH ROW EXECUTE FUNCTION attestation_stays();
CREATE TRIGGER attestation_is_kept BEFORE TRUNCATE ON attestation
FOR EACH STATEMENT EXECUTE FUNCTION attestation_stays();
CREATE TRIGGER attestation_piece_is_kept BEFORE TRUNCATE ON attestation_piece
FOR EACH STATEMENT EXECUTE FUNCTION attestation_stays();
CREATE TRIGGER assessment_version_is_kept BEFORE TRUNCATE ON assessment_version
FOR EACH STATEMENT EXECUTE FUNCTION assessment_version_stays();
