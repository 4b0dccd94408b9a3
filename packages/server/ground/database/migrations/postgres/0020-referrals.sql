-- The filing of a case to an authority. What it says lies sealed with the key of its case; in clear are names of cases,
-- accounts, evidence and people of staff, times, states and the authority's own numbers, which outlive what was sent.
CREATE TABLE referral (
  id text PRIMARY KEY,
  case_id text NOT NULL,
  account text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  -- 1 where a courier sends it, 0 where people file it
  machine integer NOT NULL,
  -- 1 where it goes to the authority's test system
  test integer NOT NULL,
  -- the referral that it adds to
  supplements text,
  state text NOT NULL CHECK (state IN ('drafted', 'checked', 'approved', 'sent', 'received', 'supplemented', 'retained',
    'destroyed', 'covered', 'not_reported')),
  -- what a courier is at: see server/referrals/states.ts
  filing text NOT NULL CHECK (filing IN ('idle', 'begun', 'refused')),
  version bigint NOT NULL,
  priority integer NOT NULL CHECK (priority IN (1, 2, 3)),
  -- sealed; null once it is destroyed
  content text,
  -- JSON list of evidence that goes with it
  evidence text NOT NULL,
  -- why it is filed beside another authority's, sealed; null where it is the first
  besides text,
  -- null where Kith drafted it, as a ruling asks for it
  drafted_by text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  -- since when it is known that there is something to report: the operator's target counts from then
  aware_at bigint NOT NULL,
  due_at bigint,
  checked_by text,
  checked_at bigint,
  approved_by text,
  approved_at bigint,
  sent_at bigint,
  received_at bigint,
  reference text,
  -- until when the reference number is kept
  reference_until bigint,
  -- evidence: what was sent, and what came back
  copy text,
  receipt text,
  -- by which referral it is covered, or what was filed elsewhere
  covered_by text,
  covered_reference text,
  retained_at bigint,
  destroyed_at bigint,
  -- that two people look is not left to the program alone
  CHECK (approved_by IS NULL OR (checked_by IS NOT NULL AND checked_by <> approved_by)),
  CHECK (state IN ('drafted', 'checked', 'covered', 'not_reported') OR approved_by IS NOT NULL)
);
CREATE INDEX referral_case ON referral (case_id, created_at);
CREATE INDEX referral_account ON referral (account);
CREATE INDEX referral_created ON referral (created_at, id);
CREATE INDEX referral_due ON referral (due_at) WHERE due_at IS NOT NULL;

-- What a referral has for itself, so that nothing is reported by two routes: `case` (it is the first of its case), `kind:nca`
-- (there is one of a kind), `evidence:ID` (this content goes with it). Two who draft or approve at once meet here.
CREATE TABLE referral_claim (
  case_id text NOT NULL,
  what text NOT NULL,
  kind text NOT NULL,
  referral text NOT NULL,
  PRIMARY KEY (case_id, what)
);
CREATE INDEX referral_claim_of ON referral_claim (referral);

-- Rulings that asked for a referral, and the one that answers it.
CREATE TABLE referral_cause (
  ruling text PRIMARY KEY,
  referral text NOT NULL
);
CREATE INDEX referral_cause_of ON referral_cause (referral);
CREATE INDEX ruling_referred ON ruling (undo_until) WHERE refer = 1 AND state = 'in_force';

-- What happened to it; only ever added.
CREATE TABLE referral_step (
  id text PRIMARY KEY,
  referral text NOT NULL,
  at bigint NOT NULL,
  -- its place among those of one moment
  place bigint NOT NULL,
  what text NOT NULL,
  -- null where Kith did it
  by_staff text,
  -- what somebody wrote, sealed
  note text
);
CREATE INDEX referral_step_of ON referral_step (referral, at, place);

-- How far the courier is with one that goes by machine.
CREATE TABLE referral_filing (
  referral text PRIMARY KEY,
  -- the machine's own state, sealed
  state text NOT NULL,
  step text NOT NULL,
  -- the authority's number of the open report
  report text,
  files integer NOT NULL,
  files_done integer NOT NULL,
  attempts integer NOT NULL,
  -- a code, never what was sent
  problem text,
  failing_since bigint,
  -- 1 where a person must look
  stuck integer NOT NULL,
  -- when it is to be taken next; null where nothing is to be done. Who takes it moves it to the end of a lease
  due_at bigint,
  holder text,
  begun_at bigint NOT NULL,
  finished_at bigint
);
CREATE INDEX referral_filing_due ON referral_filing (due_at) WHERE due_at IS NOT NULL;

-- What an authority asked, and when it must have its answer.
CREATE TABLE authority_request (
  id text PRIMARY KEY,
  referral text NOT NULL,
  received_at bigint NOT NULL,
  due_at bigint NOT NULL,
  -- sealed; null once it is destroyed
  what text,
  noted_by text NOT NULL,
  answered_at bigint,
  answered_by text,
  -- what was answered, sealed
  answer text
);
CREATE INDEX authority_request_of ON authority_request (referral, received_at);
CREATE INDEX authority_request_due ON authority_request (due_at) WHERE answered_at IS NULL;
