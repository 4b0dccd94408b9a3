-- What becomes of notices: notes for two days, by nobody's name, and how many of a day.
CREATE TABLE notice_note (
  id TEXT PRIMARY KEY,
  pair TEXT NOT NULL,
  what TEXT NOT NULL,
  kind TEXT,
  value TEXT NOT NULL,
  language TEXT NOT NULL,
  risk TEXT NOT NULL,
  experiment TEXT NOT NULL,
  at INTEGER NOT NULL,
  noted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- counting takes the oldest first, and what belongs to them
CREATE INDEX notice_note_noted ON notice_note (noted_at);
CREATE INDEX notice_note_pair ON notice_note (pair);
CREATE TABLE notice_day (
  day INTEGER NOT NULL,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  risk TEXT NOT NULL,
  experiment TEXT NOT NULL,
  arm TEXT NOT NULL,
  what TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, kind, language, risk, experiment, arm, what)
) STRICT, WITHOUT ROWID;
