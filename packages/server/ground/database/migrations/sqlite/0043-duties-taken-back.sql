-- Yearly duties that somebody marked as done by mistake, and took back: what was marked, and who took it back.
CREATE TABLE duty_undone (
  duty TEXT NOT NULL,
  due_day INTEGER NOT NULL,
  done_at INTEGER NOT NULL,
  done_by TEXT NOT NULL,
  undone_at INTEGER NOT NULL,
  undone_by TEXT NOT NULL,
  PRIMARY KEY (duty, due_day, done_at, undone_at)
) STRICT;
