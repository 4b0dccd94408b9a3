CREATE TABLE api_key (
  id text PRIMARY KEY,
  name text NOT NULL,
  scopes text NOT NULL,
  hash text NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint
);

-- A row is updated when a courier takes it and when it was delivered: room for both versions on its page.
CREATE TABLE outbox (
  id text PRIMARY KEY,
  endpoint text NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  created_at bigint NOT NULL,
  attempts integer NOT NULL,
  next_at bigint NOT NULL,
  leased_until bigint NOT NULL,
  give_up_at bigint NOT NULL,
  delivered_at bigint,
  dead_at bigint,
  last_error text
) WITH (fillfactor = 70);

-- couriers ask for what is due at an endpoint, the oldest first
CREATE INDEX outbox_due ON outbox (endpoint, next_at) WHERE delivered_at IS NULL AND dead_at IS NULL;
-- housekeeping asks for what was delivered long ago
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;
-- `kith outbox list` asks for the dead letters
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;

CREATE TABLE fact (
  name text PRIMARY KEY,
  value text NOT NULL
);
