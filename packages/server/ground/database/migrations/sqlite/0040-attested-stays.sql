-- What was attested stays as it was; only that it ended is written, once. The same again, as a copy that is repeated does, changes nothing.
-- A row that takes another's place (INSERT OR REPLACE) deletes without a DELETE: it is refused when it comes.
CREATE TRIGGER attestation_stays BEFORE UPDATE ON attestation
WHEN (old.id, old.code, old.measure, old.statement, old.words, old.owner, old.made_by, old.made_at, old.valid_until,
    old.file_name, old.file_bytes, old.file_hash)
  IS NOT (new.id, new.code, new.measure, new.statement, new.words, new.owner, new.made_by, new.made_at, new.valid_until,
    new.file_name, new.file_bytes, new.file_hash)
  OR (old.ended_at IS NOT NULL
    AND (old.ended_at, old.ended_by, old.ended_how) IS NOT (new.ended_at, new.ended_by, new.ended_how))
BEGIN
  SELECT RAISE(ABORT, 'what was attested never changes');
END;
CREATE TRIGGER attestation_is_kept BEFORE DELETE ON attestation
BEGIN
  SELECT RAISE(ABORT, 'what was attested is kept');
END;
CREATE TRIGGER attestation_is_not_replaced BEFORE INSERT ON attestation
WHEN EXISTS (
  SELECT 1 FROM attestation AS old WHERE old.id = new.id
    AND ((old.code, old.measure, old.statement, old.words, old.owner, old.made_by, old.made_at, old.valid_until,
        old.file_name, old.file_bytes, old.file_hash)
      IS NOT (new.code, new.measure, new.statement, new.words, new.owner, new.made_by, new.made_at, new.valid_until,
        new.file_name, new.file_bytes, new.file_hash)
      OR (old.ended_at IS NOT NULL
        AND (old.ended_at, old.ended_by, old.ended_how) IS NOT (new.ended_at, new.ended_by, new.ended_how)))
) OR EXISTS (SELECT 1 FROM attestation AS old WHERE old.rowid = new.rowid AND old.id <> new.id)
  OR (new.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM attestation AS old WHERE old.code = new.code AND old.measure = new.measure
      AND old.statement = new.statement AND old.ended_at IS NULL AND old.id <> new.id
  ))
BEGIN
  SELECT RAISE(ABORT, 'what was attested never changes');
END;
CREATE TRIGGER attestation_piece_stays BEFORE UPDATE ON attestation_piece
WHEN (old.attestation, old.place, old.bytes) IS NOT (new.attestation, new.place, new.bytes)
BEGIN
  SELECT RAISE(ABORT, 'what was attested never changes');
END;
CREATE TRIGGER attestation_piece_is_kept BEFORE DELETE ON attestation_piece
BEGIN
  SELECT RAISE(ABORT, 'what was attested is kept');
END;
CREATE TRIGGER attestation_piece_is_not_replaced BEFORE INSERT ON attestation_piece
WHEN EXISTS (
  SELECT 1 FROM attestation_piece AS old
  WHERE (old.attestation = new.attestation AND old.place = new.place AND old.bytes <> new.bytes)
    OR (old.rowid = new.rowid AND (old.attestation, old.place) IS NOT (new.attestation, new.place))
)
BEGIN
  SELECT RAISE(ABORT, 'what was attested never changes');
END;
CREATE TRIGGER assessment_version_is_not_replaced BEFORE INSERT ON assessment_version
WHEN EXISTS (
  SELECT 1 FROM assessment_version AS old
  WHERE (old.kind = new.kind AND old.number = new.number
      AND (old.content, old.sha256, old.signed_by, old.signed_at, old.due_day)
        IS NOT (new.content, new.sha256, new.signed_by, new.signed_at, new.due_day))
    OR (old.rowid = new.rowid AND (old.kind, old.number) IS NOT (new.kind, new.number))
)
BEGIN
  SELECT RAISE(ABORT, 'a signed version of an assessment never changes');
END;
