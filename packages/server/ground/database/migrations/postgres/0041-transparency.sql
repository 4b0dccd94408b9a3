-- Transparency reports as they were published: frozen, in editions. A withdrawn one stays, with the reason.
CREATE TABLE transparency_report (
  id text COLLATE "C" PRIMARY KEY,
  -- 1, 2, 3 in the order of publishing: each was composed in the knowledge of all before
  number integer NOT NULL UNIQUE,
  from_month text COLLATE "C" NOT NULL,
  to_month text COLLATE "C" NOT NULL,
  edition integer NOT NULL,
  published_at bigint NOT NULL,
  published_by text NOT NULL,
  changes text NOT NULL,
  sha256 text NOT NULL,
  -- JSON, what everybody sees
  content text NOT NULL,
  -- JSON, the sums behind it and which were shown: never published, so that later reports don't give them away
  kept text NOT NULL,
  withdrawn_at bigint,
  withdrawn_by text,
  withdrawn_why text
);
