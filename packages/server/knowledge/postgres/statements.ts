/** The statements that deciding runs, prepared by their names on each connection; those that write rows are in columns.ts. */
import { CONNECTIONS_SEEN, FLAGS_SEEN, MEMBERS_SEEN } from '@kith/engine';
import { FOUND_HARMLESS, JOIN_OPEN_CASE, SAID_OTHERWISE, TOLD_ANEW } from '../../ground/database/index.ts';
import { ACCEPTED_LISTED } from '../store.ts';
import { accountTable, contactTable, conversationTable } from './columns.ts';
import { statement } from './send.ts';

/** Places of one block's events lie this far apart from the next block's: more than a block may hold. */
export const PLACES_A_BLOCK = 1024;

/** Names our locks of this kind among those of the database's other users: 'kiwt' in ASCII. */
const TURNS = 0x6b697774;

/** Taken after the snapshot: whatever the block sees was committed by blocks with lower numbers. */
export const takeNumber = statement('take_number', "SELECT nextval('log_number')");
/** $1, in an order that all processes share: see contended.ts */
export const takeTurns = statement(
  'take_turns',
  `SELECT pg_advisory_lock(${TURNS}, turn) FROM unnest($1::integer[]) AS turn`,
);
export const endTurns = statement('end_turns', 'SELECT pg_advisory_unlock_all()');

export const placesOfIds = statement('places_of_ids', 'SELECT id, place FROM seen WHERE id = ANY($1::uuid[])');
export const bodiesOf = statement('bodies_of', 'SELECT number, body FROM log WHERE number = ANY($1::bigint[])');

/* Loading */

export const loadAccounts = statement(
  'accounts',
  `SELECT ${accountTable.lying('a')} FROM account a WHERE id = ANY($1::text[])`,
);
export const loadContacts = statement(
  'contacts',
  `SELECT ${contactTable.lying('c')}
   FROM unnest($1::text[], $2::text[]) AS w(actor, other)
   JOIN contact c ON c.actor = w.actor AND c.other = w.other`,
);

export const loadConducts = statement(
  'conducts',
  'SELECT account, packed FROM conduct WHERE account = ANY($1::text[])',
);
export const loadApproaches = statement(
  'approaches',
  `SELECT a.actor, a.other, a.packed
   FROM unnest($1::text[], $2::text[]) AS w(actor, other)
   JOIN approach a ON a.actor = w.actor AND a.other = w.other`,
);

/**
 * For each account the contacts of one of its lists, newest first: with what connecting asks of both directions, and
 * where the other lives, since whoever asks for connections mostly asks for that next.
 */
const accepted = (end: 'actor' | 'other', far: 'actor' | 'other'): string =>
  `SELECT w.account, c.${far}, c.accept_step, c.remove_step, b.accept_step, b.remove_step, o.country, o.region
   FROM unnest($1::text[]) AS w(account)
   CROSS JOIN LATERAL (
     SELECT actor, other, accept_step, remove_step, accepted_place FROM contact
     WHERE ${end} = w.account AND accepted_place > 0 ORDER BY accepted_place DESC LIMIT ${CONNECTIONS_SEEN}
   ) c
   LEFT JOIN contact b ON b.actor = c.other AND b.other = c.actor
   LEFT JOIN account o ON o.id = c.${far}
   ORDER BY w.account, c.accepted_place`;

export const loadAcceptedTo = statement('accepted_to', accepted('actor', 'other'));
export const loadAcceptedFrom = statement('accepted_from', accepted('other', 'actor'));

/** The accounts in both of an account's lists. */
const listed = (account: string): string =>
  `(SELECT other AS id FROM contact WHERE actor = ${account} AND accepted_place > 0
    ORDER BY accepted_place DESC LIMIT ${CONNECTIONS_SEEN})
   UNION ALL
   (SELECT actor AS id FROM contact WHERE other = ${account} AND accepted_place > 0
    ORDER BY accepted_place DESC LIMIT ${CONNECTIONS_SEEN})`;

/** isConnected. A subquery and no join: it is to look up two rows, and only for those that are left. */
const connected = (a: string, b: string): string =>
  `(SELECT max(accept_step) > coalesce(max(remove_step), 0) FROM (
     SELECT accept_step, remove_step FROM contact WHERE actor = ${a} AND other = ${b}
     UNION ALL
     SELECT accept_step, remove_step FROM contact WHERE actor = ${b} AND other = ${a}
   ) AS directions)`;

/*
 * Whole questions about connections, answered here: read as lists, every listed account and both directions would be
 * looked up, five times the work. Each gives rows only for the questions (by number, from 1) to which there is more to
 * say than 0 or false.
 */

export const loadMutual = statement(
  'mutual',
  `SELECT w.i::integer, shared.found::integer
   FROM unnest($1::text[], $2::text[], $3::integer[]) WITH ORDINALITY AS w(a, b, enough, i)
   CROSS JOIN LATERAL (
     SELECT count(*) AS found FROM (
       SELECT FROM ((${listed('w.a')}) INTERSECT (${listed('w.b')})) AS both_list
       WHERE ${connected('w.a', 'both_list.id')} AND ${connected('w.b', 'both_list.id')}
       LIMIT w.enough
     ) AS counted
   ) AS shared
   WHERE shared.found > 0`,
);
/**
 * The same of one account with many others, $1 with each of $2: its list is read once, not for each; then each other's list is
 * gone through until enough of it is in the first. Both lists of the other may name somebody, so of twice as many less one enough
 * are different. `IS TRUE` keeps PostgreSQL from joining the two lists row by row: it then looks each one up, before it asks who
 * is connected. As separate questions a new friend of somebody with 2,000 took 1.6 ms.
 */
export const loadMutualOfOne = statement(
  'mutual_of_one',
  `WITH mine AS MATERIALIZED (${listed('$1::text')})
   SELECT w.i::integer, least(shared.found, w.enough)::integer
   FROM unnest($2::text[], $3::integer[]) WITH ORDINALITY AS w(b, enough, i)
   CROSS JOIN LATERAL (
     SELECT count(DISTINCT id) AS found FROM (
       SELECT theirs.id FROM (${listed('w.b')}) AS theirs
       WHERE (theirs.id IN (SELECT id FROM mine)) IS TRUE
         AND ${connected('$1::text', 'theirs.id')} AND ${connected('w.b', 'theirs.id')}
       LIMIT 2 * w.enough - 1
     ) AS counted
   ) AS shared
   WHERE shared.found > 0`,
);
/**
 * $1: whose connections, all of them, who became one last first; $2: how many at most. Most are there by what the lists and the few
 * that were ended say; only where that says no are both directions looked up, since a list that is cut may lack the later yes.
 */
export const loadConnections = statement(
  'connections',
  `SELECT list.id FROM (
     SELECT id, max(place) AS place, max(accept_step) > coalesce(max(remove_step), 0) AS holds FROM (
       (SELECT other AS id, accepted_place AS place, accept_step, remove_step FROM contact
        WHERE actor = $1::text AND accepted_place > 0 ORDER BY accepted_place DESC LIMIT ${ACCEPTED_LISTED})
       UNION ALL
       (SELECT actor AS id, accepted_place AS place, accept_step, remove_step FROM contact
        WHERE other = $1::text AND accepted_place > 0 ORDER BY accepted_place DESC LIMIT ${ACCEPTED_LISTED})
       UNION ALL
       SELECT other, NULL, NULL, remove_step FROM contact WHERE actor = $1::text AND remove_step > 0
       UNION ALL
       SELECT actor, NULL, NULL, remove_step FROM contact WHERE other = $1::text AND remove_step > 0
     ) AS steps GROUP BY id HAVING max(place) > 0
   ) AS list
   WHERE list.holds OR ${connected('$1::text', 'list.id')}
   ORDER BY list.place DESC LIMIT $2::integer`,
);
/** Whether they are connected is asked of the account's row, so that it is asked last, of those who live there. */
export const loadPlaces = statement(
  'places',
  `SELECT w.i::integer
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS w(account, country, region, except_id, i)
   WHERE EXISTS (
     SELECT FROM (${listed('w.account')}) AS list
     JOIN account o ON o.id = list.id AND o.country = w.country AND (w.region = '' OR o.region = w.region)
     WHERE list.id <> w.except_id AND ${connected('w.account', 'o.id')}
   )`,
);

export const loadFlags = statement(
  'flags',
  `SELECT ${contactTable.lying('c')}
   FROM unnest($1::text[]) AS w(account)
   CROSS JOIN LATERAL (
     SELECT *, ctid FROM contact
     WHERE other = w.account AND flagged_place > 0 ORDER BY flagged_place DESC LIMIT ${FLAGS_SEEN}
   ) c
   ORDER BY c.other, c.flagged_place`,
);

export const loadConversations = statement(
  'conversations',
  `SELECT ${conversationTable.lying('c')} FROM conversation c WHERE id = ANY($1::text[])`,
);
/** $2: how many members may leave before the list is looked at */
export const loadMembers = statement(
  'members',
  `SELECT m.conversation, m.account
   FROM unnest($1::text[]) AS w(conversation)
   CROSS JOIN LATERAL (
     SELECT conversation, account, joined_place FROM member
     WHERE conversation = w.conversation ORDER BY joined_place DESC LIMIT ${MEMBERS_SEEN} + $2::integer
   ) m
   ORDER BY m.conversation, m.joined_place`,
);
export const loadMemberships = statement(
  'memberships',
  `SELECT m.conversation, m.account
   FROM unnest($1::text[], $2::text[]) AS w(conversation, account)
   JOIN member m ON m.conversation = w.conversation AND m.account = w.account`,
);

/* Writing */

export const upsertConducts = statement(
  'upsert_conducts',
  `INSERT INTO conduct (account, packed) SELECT w.account, w.packed::bytea FROM unnest($1::text[], $2::text[]) AS w(account, packed)
   ON CONFLICT (account) DO UPDATE SET packed = excluded.packed`,
);
export const upsertApproaches = statement(
  'upsert_approaches',
  `INSERT INTO approach (actor, other, packed)
   SELECT w.actor, w.other, w.packed::bytea FROM unnest($1::text[], $2::text[], $3::text[]) AS w(actor, other, packed)
   ON CONFLICT (actor, other) DO UPDATE SET packed = excluded.packed`,
);
export const deleteMembers = statement(
  'delete_members',
  `DELETE FROM member m USING unnest($1::text[], $2::text[]) AS w(conversation, account)
   WHERE m.conversation = w.conversation AND m.account = w.account`,
);
export const insertMembers = statement(
  'insert_members',
  `INSERT INTO member (conversation, account, joined_place)
   SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
   ON CONFLICT (conversation, account) DO UPDATE SET joined_place = excluded.joined_place`,
);
/** Ids in the order of their hashes, so that two blocks of the same ids can't wait for each other. */
export const insertIds = statement(
  'insert_ids',
  `INSERT INTO seen (id, place)
   SELECT w.id, $1::bigint * ${PLACES_A_BLOCK} + w.at FROM unnest($2::uuid[], $3::integer[]) AS w(id, at)`,
);
/** The block, what it adds to the counts of its day, and how much more there is now. */
export const insertLog = statement(
  'insert_log',
  `WITH block AS (
     INSERT INTO log (number, events, at, ids, body) VALUES ($1::bigint, $2::integer, $3::bigint, $4::uuid[], $5::bytea)
   ), counted AS (
     INSERT INTO block_count (at, counts) SELECT $3::bigint, $8::text WHERE $8::text IS NOT NULL
   )
   INSERT INTO tally_change (events, accounts, contacts) VALUES ($2::integer, $6::integer, $7::integer)`,
);
export const insertSignals = statement(
  'insert_signals',
  `INSERT INTO signal (id, event, account, other, message, code, cue, weight, words, at)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::double precision[],
     $9::text[], $10::bigint[])
   ON CONFLICT (id) DO NOTHING`,
);
export const insertNotes = statement(
  'insert_notes',
  `INSERT INTO notice_note (id, pair, what, kind, value, language, risk, experiment, at, noted_at)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
     $9::bigint[], $10::bigint[])
   ON CONFLICT (id) DO NOTHING`,
);
/** Of one that was uploaded again the last counts. */
export const upsertMatched = statement(
  'upsert_matched',
  `INSERT INTO known_medium (media, account, event, at, verdict, now, hashes, matches)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])
   ON CONFLICT (media, account) DO UPDATE SET event = excluded.event, at = excluded.at, verdict = excluded.verdict,
     now = excluded.now, hashes = excluded.hashes, matches = excluded.matches
   WHERE excluded.at >= known_medium.at`,
);
export const upsertCases = statement(
  'upsert_cases',
  `INSERT INTO cases (id, account, queue, opened_at, updated_at, level, score, why, event, features, waits_since, rank)
   SELECT id, account, queue, opened_at, updated_at, level, score, why, event, features, waits_since, rank
   FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::double precision[],
     $8::text[], $9::text[], $10::text[], $11::bigint[], $12::double precision[], $13::bigint[], $14::double precision[])
     AS told (id, account, queue, opened_at, updated_at, level, score, why, event, features, waits_since, rank,
       harmless_since, harmless_points)
   -- an event id that the platform uses again opens no case again that was decided
   WHERE NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = told.id AND decided_at IS NOT NULL)
     AND NOT (${FOUND_HARMLESS})
   ${JOIN_OPEN_CASE}`,
);
/** After the cases: a line is of the one that is open now. */
export const insertCaseLines = statement(
  'insert_case_lines',
  `INSERT INTO case_event (id, case_id, at, place, kind, by_staff, detail, note)
   SELECT told.id, cases.id, told.at, told.place, told.kind, NULL, told.detail, NULL
   FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::integer[], $6::text[], $7::text[])
     AS told (id, account, opens, at, place, kind, detail)
   JOIN cases ON cases.account = told.account AND cases.decided_at IS NULL
   WHERE told.opens IS NULL OR told.opens = cases.id
   ON CONFLICT (id) DO NOTHING`,
);
/** After the cases: a report joins the one of the account that it is about. */
export const insertReports = statement(
  'insert_reports',
  `INSERT INTO report
     (id, event, source, trusted, reporter, child, about, category, conversation, message, key, sealed, at, received_at,
      language, opted_out, acknowledged_at, state, case_id)
   SELECT told.*, 'open', (SELECT cases.id FROM cases WHERE account = told.about AND decided_at IS NULL)
   FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::integer[], $7::text[], $8::text[],
     $9::text[], $10::text[], $11::text[], $12::bytea[], $13::bigint[], $14::bigint[], $15::text[], $16::integer[],
     $17::bigint[])
     AS told (id, event, source, trusted, reporter, child, about, category, conversation, message, key, sealed, at,
       received_at, language, opted_out, acknowledged_at)
   ON CONFLICT (id) DO NOTHING`,
);
export const insertKept = statement(
  'insert_kept',
  `WITH w AS (
     SELECT nextval('kept_pack_id') AS id, u.*
     FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::text[])
       AS u(day, first_at, last_at, messages, form, heads, sealed, marks)
   ), kept AS (
     INSERT INTO kept_pack (id, day, first_at, last_at, messages, form, heads, sealed)
     SELECT w.id, w.day, w.first_at, w.last_at, w.messages, w.form, w.heads, w.sealed::bytea FROM w
   )
   INSERT INTO kept_tail (pack, day, marks) SELECT w.id, w.day, w.marks::bytea FROM w`,
);
/** A message that its sender deleted is kept as long as the others: who deletes evidence does not destroy it. */
export const markDeleted = statement(
  'mark_deleted',
  `INSERT INTO kept_deleted (actor, message, at)
   SELECT w.actor, w.message, w.at FROM unnest($1::text[], $2::text[], $3::bigint[]) AS w(actor, message, at)
   ON CONFLICT (message, actor) DO NOTHING`,
);
export const markEvidenceDeleted = statement(
  'mark_evidence_deleted',
  `UPDATE case_evidence e SET deleted_at = w.at FROM unnest($1::text[], $2::text[], $3::bigint[]) AS w(actor, message, at)
   WHERE e.actor = w.actor AND e.message = w.message AND e.deleted_at IS NULL`,
);
export const insertHeld = statement(
  'insert_held',
  `INSERT INTO held_event (id, event, account, data, state, created_at)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
   ON CONFLICT (id) DO NOTHING`,
);
/** After the cases: what Kith itself asks for belongs to the one of its account. */
export const insertAutomatic = statement(
  'insert_automatic',
  `INSERT INTO enforcement
     (id, account, kind, content, reason, source, state, created_at, due_at, requested_at, chased, by_hand, told, unpreserved, preserve,
      case_id)
   SELECT given.*, (SELECT id FROM cases WHERE cases.account = given.account AND decided_at IS NULL)
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
     $10::bigint[], $11::integer[], $12::integer[], $13::integer[], $14::integer[], $15::text[])
     AS given (id, account, kind, content, reason, source, state, created_at, due_at, requested_at, chased, by_hand, told,
       unpreserved, preserve)
   ON CONFLICT (id) DO NOTHING`,
);
/**
 * What was asked for and is done; due at once, whatever clocks say, so that what hangs on it is looked at. One that was taken
 * back stays so.
 */
export const markApplied = statement(
  'mark_applied',
  `UPDATE enforcement SET state = 'applied', applied_at = told.applied_at, applied_by = 'platform', due_at = 0
   FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS told (id, account, kind, applied_at)
   WHERE enforcement.id = told.id AND enforcement.account = told.account AND enforcement.kind = told.kind
     AND state IN ('waiting', 'leaving', 'preserving', 'requested')`,
);
export const tellAgain = statement(
  'tell_again',
  `UPDATE enforcement SET ${TOLD_ANEW} FROM unnest($1::text[], $2::text[], $3::text[]) AS said (id, account, kind)
   WHERE ${SAID_OTHERWISE}`,
);
/** An event id that the platform uses again after the window of rule 2 makes the same rows again. */
export const insertOutbox = statement(
  'insert_outbox',
  `INSERT INTO outbox
     (id, endpoint, type, body, created_at, attempts, next_at, leased_until, give_up_at, delivered_at, dead_at, last_error)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::integer[], $7::bigint[],
     $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[])
   ON CONFLICT (id) DO NOTHING`,
);
