-- What waits until people have looked, from the commits of events: see server/enforcement/held.ts. No text.
CREATE TABLE held_event (
  id text PRIMARY KEY,
  event text NOT NULL,
  account text NOT NULL,
  -- who it was to, which message: JSON
  data text NOT NULL,
  -- held, releasing, refusing, released, refused
  state text NOT NULL,
  created_at bigint NOT NULL,
  ruling text,
  due_at bigint
);
-- what a ruling decides
CREATE INDEX held_event_of ON held_event (account) WHERE state = 'held';
-- what an undone ruling, or an appeal, gives back
CREATE INDEX held_event_ruled ON held_event (ruling) WHERE ruling IS NOT NULL;
-- what is due
CREATE INDEX held_event_due ON held_event (due_at) WHERE due_at IS NOT NULL;
-- for sweeping
CREATE INDEX held_event_by_age ON held_event (created_at);
