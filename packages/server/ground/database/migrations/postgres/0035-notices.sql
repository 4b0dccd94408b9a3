-- What becomes of notices: notes for two days, by nobody's name, and how many of a day.
CREATE TABLE notice_note (
  id text PRIMARY KEY,
  pair text NOT NULL,
  what text NOT NULL,
  kind text,
  value text NOT NULL,
  language text NOT NULL,
  risk text NOT NULL,
  experiment text NOT NULL,
  at bigint NOT NULL,
  noted_at bigint NOT NULL
);
-- counting takes the oldest first, and what belongs to them
CREATE INDEX notice_note_noted ON notice_note (noted_at);
CREATE INDEX notice_note_pair ON notice_note (pair);
CREATE TABLE notice_day (
  day integer NOT NULL,
  kind text NOT NULL,
  language text NOT NULL,
  risk text NOT NULL,
  experiment text NOT NULL,
  arm text NOT NULL,
  what text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (day, kind, language, risk, experiment, arm, what)
);
