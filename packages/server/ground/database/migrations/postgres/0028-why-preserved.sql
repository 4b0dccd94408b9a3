-- Why a person wants evidence from the platform, sealed with the key of the case; null where it follows from a ruling.
ALTER TABLE preservation ADD COLUMN reason text;
