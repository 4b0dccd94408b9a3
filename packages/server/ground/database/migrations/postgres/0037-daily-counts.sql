-- How many of what a day had: outlives the log and what people handled. Days since 1970-01-01, UTC.
CREATE TABLE daily_count (
  day integer NOT NULL,
  name text COLLATE "C" NOT NULL,
  -- what tells the counts of one name apart, joined by /; '' where nothing does
  key text COLLATE "C" NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (day, name, key)
);
-- How far counting has come.
CREATE TABLE count_progress (
  what text COLLATE "C" PRIMARY KEY,
  value bigint NOT NULL
);
