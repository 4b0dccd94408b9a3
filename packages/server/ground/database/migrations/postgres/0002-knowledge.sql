-- What the postgres store knows. Every big table's key begins with the account or conversation that is written, so that
-- Citus can distribute it. Identifiers are compared byte by byte (COLLATE "C"). Times are seconds since 1970, NULL where
-- it never happened: a NULL takes no room, and most columns of most contacts are NULL.
-- Fillfactors leave room on a page for a row's next version, so that an update touches no index (HOT): the columns that
-- change with every message are in no index.

CREATE TABLE account (
  id text COLLATE "C" PRIMARY KEY,
  known boolean NOT NULL DEFAULT false,
  age_band text NOT NULL DEFAULT 'unknown',
  age_method text NOT NULL DEFAULT 'unknown',
  age_confidence smallint NOT NULL DEFAULT 0,
  country text,
  region text,
  language text,
  created_at bigint,
  status text NOT NULL DEFAULT 'active',
  risk text NOT NULL DEFAULT 'none',
  settings jsonb,
  pending_settings jsonb,
  child_requests bigint[]
) WITH (fillfactor = 70);

CREATE TABLE contact (
  actor text COLLATE "C" NOT NULL,
  other text COLLATE "C" NOT NULL,
  first_at bigint,
  last_at bigint,
  messages integer,
  group_messages integer,
  withheld integer,
  replies integer,
  accept_step integer,
  remove_step integer,
  requested_at bigint,
  blocked_at bigint,
  reported_at bigint,
  answered_at bigint,
  warned_blocked_at bigint,
  warned_far_at bigint,
  warned_new_at bigint,
  warned_risk_at bigint,
  accepted_place bigint,
  flagged_place bigint,
  answer text,
  began boolean NOT NULL,
  in_contacts boolean NOT NULL,
  blocking boolean NOT NULL,
  PRIMARY KEY (actor, other)
) WITH (fillfactor = 85);

-- an account's connections, newest first: whom it accepted
CREATE INDEX contact_accepted_to ON contact (actor, accepted_place DESC) WHERE accepted_place > 0;
-- and who accepted it
CREATE INDEX contact_accepted_from ON contact (other, accepted_place DESC) WHERE accepted_place > 0;
-- who blocked or reported an account, newest first
CREATE INDEX contact_flags ON contact (other, flagged_place DESC) WHERE flagged_place > 0;

CREATE TABLE conversation (
  id text COLLATE "C" PRIMARY KEY,
  known boolean NOT NULL DEFAULT false,
  kind text NOT NULL DEFAULT 'group',
  created_at bigint,
  last_at bigint,
  messages integer NOT NULL DEFAULT 0,
  members integer NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

CREATE TABLE member (
  conversation text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  -- rises with joining, also within one event
  joined_place bigint NOT NULL,
  PRIMARY KEY (conversation, account)
);

-- the members of a conversation, newest first
CREATE INDEX member_newest ON member (conversation, joined_place DESC);

-- The log: a row a block of events. A number is taken when the actors of a block are locked, so that what a block saw
-- has a lower number; an event's place is number * 1024 + its index in the block.
CREATE SEQUENCE log_number;

CREATE TABLE log (
  number bigint PRIMARY KEY,
  events integer NOT NULL,
  -- milliseconds since 1970
  at bigint NOT NULL,
  -- the hashes of the events' ids: what housekeeping deletes from `seen`
  ids uuid[] NOT NULL,
  -- see knowledge/postgres/body.ts
  body bytea NOT NULL
);
-- it is compressed already
ALTER TABLE log ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE log ALTER COLUMN ids SET STORAGE EXTERNAL;

-- Which ids were committed, and where: an id that is here is a duplicate.
CREATE TABLE seen (
  -- the first 16 bytes of the SHA-256 of the id
  id uuid PRIMARY KEY,
  place bigint NOT NULL
);

-- How much there is, in slots, so that commits don't wait for each other; the sum counts.
CREATE TABLE tally (
  slot smallint PRIMARY KEY,
  events bigint NOT NULL,
  accounts bigint NOT NULL,
  contacts bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO tally SELECT slot, 0, 0, 0 FROM generate_series(0, 63) AS slot;

-- How far housekeeping has come: one row.
CREATE TABLE housekeeping (
  -- the ids of blocks before this number are no longer in `seen`, and so many events they had
  seen_before bigint NOT NULL,
  seen_events bigint NOT NULL,
  -- blocks before this number are no longer in the log
  log_before bigint NOT NULL
);
INSERT INTO housekeeping VALUES (1, 0, 1);

-- Updated and deleted all the time: cleaned up before dead rows are a tenth of them.
ALTER TABLE account SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE contact SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE seen SET (autovacuum_vacuum_scale_factor = 0.1);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.05);
