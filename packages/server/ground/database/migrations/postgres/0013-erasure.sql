-- Requests for the erasure of an account's data, and how far each is.
CREATE TABLE erasure_request (
  id text PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  -- milliseconds since 1970
  asked_at bigint NOT NULL,
  -- when Kith was told that the account is gone
  told_at bigint,
  done_at bigint
);
-- an account has one at most
CREATE UNIQUE INDEX erasure_request_account ON erasure_request (account);
-- what is to be done
CREATE INDEX erasure_request_open ON erasure_request (asked_at) WHERE done_at IS NULL;
-- who filed a report: for their own data
CREATE INDEX report_reporter ON report (reporter) WHERE reporter IS NOT NULL;
