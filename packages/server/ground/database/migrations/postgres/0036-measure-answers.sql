-- What the service answered to the questions that decide which measures apply: a version a change, none ever overwritten.
CREATE TABLE measure_answers (
  version integer PRIMARY KEY,
  -- milliseconds since 1970
  at bigint NOT NULL,
  by text NOT NULL,
  -- JSON of facts, risks and other kinds
  answers text NOT NULL
);
