-- How a case stands with the people who judge it (cases/states.ts), and how pressing it is (cases/priority.ts).
-- open, second_review, decided, closed; that somebody holds it is in the lease
ALTER TABLE cases ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
-- rises with every change that whoever rules must have seen
ALTER TABLE cases ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
-- points of everything but waiting
ALTER TABLE cases ADD COLUMN priority REAL NOT NULL DEFAULT 0;
-- its place in a queue, in hours: what its priority is worth, less since when it waits; waiting changes no order
ALTER TABLE cases ADD COLUMN rank REAL NOT NULL DEFAULT 0;
-- what the priority is made of, JSON of codes and numbers
ALTER TABLE cases ADD COLUMN priority_why TEXT NOT NULL DEFAULT '[]';
-- urgent, high, normal
ALTER TABLE cases ADD COLUMN band TEXT NOT NULL DEFAULT 'normal';
-- how hard on people what is to be seen may be, 1 to 3
ALTER TABLE cases ADD COLUMN severity INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN age_band TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE cases ADD COLUMN children INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
-- when it is to be weighed (again); null where nothing would change
ALTER TABLE cases ADD COLUMN weigh_at INTEGER DEFAULT 0;
-- the settings it was weighed by
ALTER TABLE cases ADD COLUMN weighed_by TEXT NOT NULL DEFAULT '';
-- since when it waits to be judged: since it was opened, or opened again
ALTER TABLE cases ADD COLUMN waits_since INTEGER NOT NULL DEFAULT 0;
-- when it should be decided
ALTER TABLE cases ADD COLUMN due_at INTEGER;
-- a person of staff, and until when
ALTER TABLE cases ADD COLUMN leased_by TEXT;
ALTER TABLE cases ADD COLUMN leased_until INTEGER;
-- who ruled first, and who looked second, since it was last opened
ALTER TABLE cases ADD COLUMN first_by TEXT;
ALTER TABLE cases ADD COLUMN second_by TEXT;
-- when there was nothing to judge any more: it was decided, or merged into another
ALTER TABLE cases ADD COLUMN decided_at INTEGER;
ALTER TABLE cases ADD COLUMN merged_into TEXT;
-- how often it was opened again
ALTER TABLE cases ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
UPDATE cases SET waits_since = opened_at, rank = -opened_at / 3600000.0, decided_at = closed_at,
  state = CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END;

-- an account has one case at most that is to be judged
DROP INDEX cases_open;
CREATE UNIQUE INDEX cases_open ON cases (account) WHERE decided_at IS NULL;
-- all cases of an account: which came earlier, which later
CREATE INDEX cases_account ON cases (account, opened_at);
-- the queue, and who takes the next one of it
CREATE INDEX cases_queue ON cases (queue, rank DESC, id) WHERE decided_at IS NULL;
-- the same over all queues
CREATE INDEX cases_rank ON cases (rank DESC, id) WHERE decided_at IS NULL;
-- those that wait for a second person are few among many
CREATE INDEX cases_second ON cases (rank DESC, id) WHERE decided_at IS NULL AND state = 'second_review';
-- what somebody holds
CREATE INDEX cases_leased ON cases (leased_by) WHERE leased_by IS NOT NULL;
-- what was merged into a case
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
-- the weigher asks for what is due
CREATE INDEX cases_weigh ON cases (weigh_at) WHERE decided_at IS NULL AND weigh_at IS NOT NULL;
-- decided and closed ones are listed, the newest first; numbers of a period are counted
CREATE INDEX cases_decided ON cases (decided_at DESC, id) WHERE decided_at IS NOT NULL;

-- What happened to a case, line by line: only ever added.
CREATE TABLE case_event (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  -- milliseconds since 1970
  at INTEGER NOT NULL,
  -- its place among those of the same moment
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- a person of staff; null where Kith did it
  by_staff TEXT,
  -- names and numbers, JSON
  detail TEXT NOT NULL,
  -- what somebody wrote
  note TEXT
) STRICT;
-- the history of a case, in order
CREATE INDEX case_event_case ON case_event (case_id, at, place, id);
-- numbers of a period: rulings, second looks, appeals
CREATE INDEX case_event_kind ON case_event (kind, at);

-- What people of staff looked at, as their budget of a shift counts it. Kept for some shifts, and shown to nobody else.
CREATE TABLE exposure (
  id TEXT PRIMARY KEY,
  staff TEXT NOT NULL,
  case_id TEXT NOT NULL,
  -- 1 to 3
  severity INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
-- what somebody saw in a shift
CREATE INDEX exposure_staff ON exposure (staff, at);
-- what is older than it is kept goes
CREATE INDEX exposure_at ON exposure (at);

-- whoever has the name of a message finds whose case it is
CREATE INDEX signal_message ON signal (message) WHERE message IS NOT NULL;
