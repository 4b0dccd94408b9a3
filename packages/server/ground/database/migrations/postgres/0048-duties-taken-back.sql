-- Yearly duties that somebody marked as done by mistake, and took back: what was marked, and who took it back.
CREATE TABLE duty_undone (
  duty text COLLATE "C" NOT NULL,
  due_day integer NOT NULL,
  done_at bigint NOT NULL,
  done_by text NOT NULL,
  undone_at bigint NOT NULL,
  undone_by text NOT NULL,
  PRIMARY KEY (duty, due_day, done_at, undone_at)
);
