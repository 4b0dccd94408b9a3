/** Every statement that deciding runs, prepared by its name on each connection. */
import { CONNECTIONS_SEEN, FLAGS_SEEN, MEMBERS_SEEN } from '@kith/engine';
import { accountTable, contactTable, conversationTable } from './columns.ts';

export interface Statement {
  readonly name: string;
  readonly text: string;
}

const statement = (name: string, text: string): Statement => ({ name: `kith_${name}`, text });

/** Places of one block's events lie this far apart from the next block's: more than a block may hold. */
export const PLACES_A_BLOCK = 1024;

/* Locking: an upsert that changes nothing locks the rows that are there and makes those that are not, in the order of
   the parameter; where two blocks share actors, the second waits here for the end of the first. */

export const lockAccounts = statement(
  'lock_accounts',
  `INSERT INTO account AS a (id) SELECT unnest($1::text[])
   ON CONFLICT (id) DO UPDATE SET known = a.known
   RETURNING ${accountTable.namesOf('a')}`,
);
export const lockConversations = statement(
  'lock_conversations',
  `INSERT INTO conversation AS c (id) SELECT unnest($1::text[])
   ON CONFLICT (id) DO UPDATE SET known = c.known
   RETURNING ${conversationTable.namesOf('c')}`,
);

/** Takes the block's number and writes down the ids' hashes; gives the places of those that were not there before. */
export const takePlaces = statement(
  'take_places',
  `WITH block AS MATERIALIZED (SELECT nextval('log_number') AS number)
   INSERT INTO seen (id, place)
   SELECT w.id, block.number * ${PLACES_A_BLOCK} + w.at
   FROM block, unnest($1::uuid[], $2::integer[]) AS w(id, at)
   ON CONFLICT (id) DO NOTHING
   RETURNING place`,
);

export const placesOfIds = statement('places_of_ids', 'SELECT id, place FROM seen WHERE id = ANY($1::uuid[])');
/** An event that could not be considered may come again. */
export const forgetIds = statement('forget_ids', 'DELETE FROM seen WHERE id = ANY($1::uuid[])');
export const bodiesOf = statement('bodies_of', 'SELECT number, body FROM log WHERE number = ANY($1::bigint[])');

/* Loading */

export const loadAccounts = statement(
  'accounts',
  `SELECT ${accountTable.names} FROM account WHERE id = ANY($1::text[])`,
);
export const loadContacts = statement(
  'contacts',
  `SELECT ${contactTable.namesOf('c')}
   FROM unnest($1::text[], $2::text[]) AS w(actor, other)
   JOIN contact c ON c.actor = w.actor AND c.other = w.other`,
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

export const loadFlags = statement(
  'flags',
  `SELECT ${contactTable.namesOf('c')}
   FROM unnest($1::text[]) AS w(account)
   CROSS JOIN LATERAL (
     SELECT * FROM contact
     WHERE other = w.account AND flagged_place > 0 ORDER BY flagged_place DESC LIMIT ${FLAGS_SEEN}
   ) c
   ORDER BY c.other, c.flagged_place`,
);

export const loadConversations = statement(
  'conversations',
  `SELECT ${conversationTable.names} FROM conversation WHERE id = ANY($1::text[])`,
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

/** The rows are there and locked. */
export const updateAccounts = statement(
  'update_accounts',
  `UPDATE account SET ${accountTable.setFromUnnest} FROM ${accountTable.unnest} WHERE account.id = w.id`,
);
export const updateConversations = statement(
  'update_conversations',
  `UPDATE conversation SET ${conversationTable.setFromUnnest} FROM ${conversationTable.unnest}
   WHERE conversation.id = w.id`,
);
/** A contact keeps the place at which it was first listed. */
export const upsertContacts = statement(
  'upsert_contacts',
  `INSERT INTO contact (${contactTable.names}) SELECT ${contactTable.values} FROM ${contactTable.unnest}
   ON CONFLICT (actor, other) DO UPDATE SET ${contactTable.setExcluded},
     accepted_place = coalesce(contact.accepted_place, excluded.accepted_place),
     flagged_place = coalesce(contact.flagged_place, excluded.flagged_place)`,
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
/** The block, and how much there is now: last, since the slot's row is locked from here to the commit. */
export const insertLog = statement(
  'insert_log',
  `WITH block AS (
     INSERT INTO log (number, events, at, ids, body) VALUES ($1::bigint, $2::integer, $3::bigint, $4::uuid[], $5::bytea)
   )
   UPDATE tally SET events = events + $2::integer, accounts = accounts + $6::integer, contacts = contacts + $7::integer
   WHERE slot = pg_backend_pid() % 64`,
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
