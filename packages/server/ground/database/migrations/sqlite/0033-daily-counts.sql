-- How many of what a day had: outlives the log and what people handled. Days since 1970-01-01, UTC.
CREATE TABLE daily_count (
  day INTEGER NOT NULL,
  name TEXT NOT NULL,
  -- what tells the counts of one name apart, joined by /; '' where nothing does
  key TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, name, key)
) STRICT, WITHOUT ROWID;
-- How far counting has come.
CREATE TABLE count_progress (
  what TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
