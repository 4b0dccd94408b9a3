-- Transparency reports as they were published: frozen, in editions. A withdrawn one stays, with the reason.
CREATE TABLE transparency_report (
  id TEXT PRIMARY KEY,
  -- 1, 2, 3 in the order of publishing: each was composed in the knowledge of all before
  number INTEGER NOT NULL UNIQUE,
  from_month TEXT NOT NULL,
  to_month TEXT NOT NULL,
  edition INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  published_by TEXT NOT NULL,
  changes TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  -- JSON, what everybody sees
  content TEXT NOT NULL,
  -- JSON, the sums behind it and which were shown: never published, so that later reports don't give them away
  kept TEXT NOT NULL,
  withdrawn_at INTEGER,
  withdrawn_by TEXT,
  withdrawn_why TEXT
) STRICT;
