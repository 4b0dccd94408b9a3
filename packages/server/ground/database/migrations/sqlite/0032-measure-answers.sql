-- What the service answered to the questions that decide which measures apply: a version a change, none ever overwritten.
CREATE TABLE measure_answers (
  version INTEGER PRIMARY KEY,
  -- milliseconds since 1970
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  -- JSON of facts, risks and other kinds
  answers TEXT NOT NULL
) STRICT;
