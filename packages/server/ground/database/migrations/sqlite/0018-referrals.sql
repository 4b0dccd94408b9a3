-- The filing of a case to an authority. What it says lies sealed with the key of its case; in clear are names of cases,
-- accounts, evidence and people of staff, times, states and the authority's own numbers, which outlive what was sent.
CREATE TABLE referral (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- 1 where a courier sends it, 0 where people file it
  machine INTEGER NOT NULL,
  -- 1 where it goes to the authority's test system
  test INTEGER NOT NULL,
  -- the referral that it adds to
  supplements TEXT,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'checked', 'approved', 'sent', 'received', 'supplemented', 'retained',
    'destroyed', 'covered', 'not_reported')),
  -- what a courier is at: see server/referrals/states.ts
  filing TEXT NOT NULL CHECK (filing IN ('idle', 'begun', 'refused')),
  version INTEGER NOT NULL,
  priority INTEGER NOT NULL CHECK (priority IN (1, 2, 3)),
  -- sealed; null once it is destroyed
  content TEXT,
  -- JSON list of evidence that goes with it
  evidence TEXT NOT NULL,
  -- why it is filed beside another authority's, sealed; null where it is the first
  besides TEXT,
  -- null where Kith drafted it, as a ruling asks for it
  drafted_by TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- since when it is known that there is something to report: the operator's target counts from then
  aware_at INTEGER NOT NULL,
  due_at INTEGER,
  checked_by TEXT,
  checked_at INTEGER,
  approved_by TEXT,
  approved_at INTEGER,
  sent_at INTEGER,
  received_at INTEGER,
  reference TEXT,
  -- until when the reference number is kept
  reference_until INTEGER,
  -- evidence: what was sent, and what came back
  copy TEXT,
  receipt TEXT,
  -- by which referral it is covered, or what was filed elsewhere
  covered_by TEXT,
  covered_reference TEXT,
  retained_at INTEGER,
  destroyed_at INTEGER,
  -- that two people look is not left to the program alone
  CHECK (approved_by IS NULL OR (checked_by IS NOT NULL AND checked_by <> approved_by)),
  CHECK (state IN ('drafted', 'checked', 'covered', 'not_reported') OR approved_by IS NOT NULL)
) STRICT;
CREATE INDEX referral_case ON referral (case_id, created_at);
CREATE INDEX referral_account ON referral (account);
CREATE INDEX referral_created ON referral (created_at, id);
CREATE INDEX referral_due ON referral (due_at) WHERE due_at IS NOT NULL;

-- What a referral has for itself, so that nothing is reported by two routes: `case` (it is the first of its case), `kind:nca`
-- (there is one of a kind), `evidence:ID` (this content goes with it). Two who draft or approve at once meet here.
CREATE TABLE referral_claim (
  case_id TEXT NOT NULL,
  what TEXT NOT NULL,
  kind TEXT NOT NULL,
  referral TEXT NOT NULL,
  PRIMARY KEY (case_id, what)
) STRICT;
CREATE INDEX referral_claim_of ON referral_claim (referral);

-- Rulings that asked for a referral, and the one that answers it.
CREATE TABLE referral_cause (
  ruling TEXT PRIMARY KEY,
  referral TEXT NOT NULL
) STRICT;
CREATE INDEX referral_cause_of ON referral_cause (referral);
CREATE INDEX ruling_referred ON ruling (undo_until) WHERE refer = 1 AND state = 'in_force';

-- What happened to it; only ever added.
CREATE TABLE referral_step (
  id TEXT PRIMARY KEY,
  referral TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- its place among those of one moment
  place INTEGER NOT NULL,
  what TEXT NOT NULL,
  -- null where Kith did it
  by_staff TEXT,
  -- what somebody wrote, sealed
  note TEXT
) STRICT;
CREATE INDEX referral_step_of ON referral_step (referral, at, place);

-- How far the courier is with one that goes by machine.
CREATE TABLE referral_filing (
  referral TEXT PRIMARY KEY,
  -- the machine's own state, sealed
  state TEXT NOT NULL,
  step TEXT NOT NULL,
  -- the authority's number of the open report
  report TEXT,
  files INTEGER NOT NULL,
  files_done INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  -- a code, never what was sent
  problem TEXT,
  failing_since INTEGER,
  -- 1 where a person must look
  stuck INTEGER NOT NULL,
  -- when it is to be taken next; null where nothing is to be done. Who takes it moves it to the end of a lease
  due_at INTEGER,
  holder TEXT,
  begun_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX referral_filing_due ON referral_filing (due_at) WHERE due_at IS NOT NULL;

-- What an authority asked, and when it must have its answer.
CREATE TABLE authority_request (
  id TEXT PRIMARY KEY,
  referral TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  -- sealed; null once it is destroyed
  what TEXT,
  noted_by TEXT NOT NULL,
  answered_at INTEGER,
  answered_by TEXT,
  -- what was answered, sealed
  answer TEXT
) STRICT;
CREATE INDEX authority_request_of ON authority_request (referral, received_at);
CREATE INDEX authority_request_due ON authority_request (due_at) WHERE answered_at IS NULL;
