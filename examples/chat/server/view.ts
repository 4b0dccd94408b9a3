/**
 * Everything that one person sees, made anew whenever something changed: a large chat sends what changed. What somebody must not
 * learn is not in it: not the text of what was withheld, not who blocked them, not why nobody answers.
 */
import type { Arrival } from '@kith/client/notices/server';
import type { Letter, Person, Said, Settings, Talk, View } from '../protocol.ts';
import { type Chat, person } from './chat.ts';

/** Messages of one talk that a window has, the newest: what anybody scrolls through in an example. */
const SAID_MAX = 200;

export function viewOf(chat: Chat, me: string): View {
  const row = person(chat, me);
  const settings: Settings = JSON.parse(row.settings);
  const people = names(chat);
  return {
    me: { id: row.id, name: row.name, child: row.age !== 'adult', language: row.language },
    settings,
    wanted: JSON.parse(row.wanted),
    quiet: row.quiet === null ? null : JSON.parse(row.quiet),
    ...noticesOf(chat, me, people),
    letters: lettersOf(chat, me),
    ...friendsOf(chat, me, people),
    talks: [...talksOfTwo(chat, me, people), ...groupsOf(chat, me, people)],
    reachable: chat.outbox.reachable,
  };
}

type Names = ReadonlyMap<string, Person>;
const names = ({ store }: Chat): Names =>
  new Map(store.all<Person>('SELECT id, name FROM person').map((one) => [one.id, one]));
const named = (people: Names, id: string): Person => people.get(id) ?? { id, name: id };

function noticesOf({ store }: Chat, me: string, people: Names): Pick<View, 'notices' | 'names'> {
  const rows = store.all<{ about: string | null; arrival: string }>(
    'SELECT about, arrival FROM notice WHERE person = ? AND open = 1 ORDER BY seq',
    me,
  );
  const about = rows.flatMap((row) => (row.about === null ? [] : [row.about]));
  return {
    notices: rows.map((row): Arrival => JSON.parse(row.arrival)), // `keepArrival` wrote it
    names: Object.fromEntries(about.map((id) => [id, named(people, id).name])),
  };
}

/** What somebody was sent and has not put away. */
export const lettersOf = ({ store }: Chat, me: string): Letter[] =>
  store
    .all<{ id: string; title: string; body: string; link: string | null }>(
      'SELECT id, title, body, link FROM letter WHERE person = ? AND unread = 1 ORDER BY seq',
      me,
    )
    .map(({ id, title, body, link }) => ({
      ...{ id, title, body: JSON.parse(body) },
      link: link === null ? null : JSON.parse(link),
    }));

function friendsOf({ store }: Chat, me: string, people: Names) {
  const rows = store.all<{ by: string; other: string; state: string }>(
    'SELECT * FROM friendship WHERE by = @me OR other = @me ORDER BY rowid',
    { me },
  );
  const noticed = new Set(
    store
      .all<{ about: string }>(
        "SELECT about FROM notice WHERE person = ? AND open = 1 AND kind GLOB 'connection_request*'",
        me,
      )
      .map(({ about }) => about),
  );
  const other = (row: { by: string; other: string }) => named(people, row.by === me ? row.other : row.by);
  return {
    friends: rows.filter(({ state }) => state === 'friends').map(other),
    // refused or held looks as if nobody had answered yet
    asking: rows.filter(({ by, state }) => by === me && state !== 'friends').map(other),
    // who is asked with a notice answers that
    askedBy: rows
      .filter(({ by, state }) => by !== me && state === 'asked')
      .map(other)
      .filter(({ id }) => !noticed.has(id)),
    blocked: store
      .all<{ other: string }>('SELECT other FROM block WHERE by = ? ORDER BY rowid', me)
      .map((row) => named(people, row.other)),
  };
}

interface MessageRow {
  id: string;
  sender: string;
  recipient: string | null;
  talk_group: string | null;
  text: string;
  at: number;
  state: string;
}

function talksOfTwo(chat: Chat, me: string, people: Names): Talk[] {
  const rows = chat.store.all<MessageRow>(
    `SELECT * FROM message WHERE talk_group IS NULL
     AND (sender = @me OR (recipient = @me AND (state = 'delivered' OR (state = 'removed' AND was = 'delivered'))))
     AND NOT EXISTS (SELECT 1 FROM block WHERE by = @me AND other IN (sender, recipient))
     ORDER BY seq`,
    { me },
  );
  const talks = new Map<string, MessageRow[]>();
  const friends = new Set(
    chat.store
      .all<{ id: string }>(
        `SELECT CASE WHEN by = @me THEN other ELSE by END AS id FROM friendship
         WHERE state = 'friends' AND (by = @me OR other = @me)`,
        { me },
      )
      .map(({ id }) => id),
  );
  for (const id of friends) talks.set(id, []);
  for (const row of rows) {
    const other = row.sender === me ? (row.recipient ?? me) : row.sender;
    talks.set(other, [...(talks.get(other) ?? []), row]);
  }
  return [...talks].map(([id, said]) => ({
    ...{ id, name: named(people, id).name, with: named(people, id), friend: friends.has(id), members: null },
    said: said.slice(-SAID_MAX).map((row) => saidAs(row, people)),
  }));
}

function groupsOf({ store }: Chat, me: string, people: Names): Talk[] {
  const groups = store.all<{ id: string; name: string }>(
    "SELECT g.id, g.name FROM talk_group g JOIN member m ON m.talk_group = g.id WHERE m.person = ? AND m.state = 'in'",
    me,
  );
  return groups.map(({ id, name }) => {
    const members = store
      .all<{ person: string }>("SELECT person FROM member WHERE talk_group = ? AND state = 'in'", id)
      .map((row) => named(people, row.person));
    // Kith doesn't part two who are in one group: hiding those whom I blocked is the platform's
    const rows = store.all<MessageRow>(
      `SELECT * FROM message WHERE talk_group = @group
       AND (sender = @me OR state = 'delivered' OR (state = 'removed' AND was = 'delivered'))
       AND NOT EXISTS (SELECT 1 FROM block WHERE by = @me AND other = sender)
       ORDER BY seq DESC LIMIT @most`,
      { me, group: id, most: SAID_MAX },
    );
    return { id, name, with: null, friend: true, members, said: rows.reverse().map((row) => saidAs(row, people)) };
  });
}

/** What was withheld looks to its sender like any other message: who is not told why must not read it from this either. */
function saidAs({ id, sender, text, at, state }: MessageRow, people: Names): Said {
  const removed = state === 'removed';
  return {
    ...{ id, from: named(people, sender), at, text: removed ? '' : text },
    state: removed ? 'removed' : state === 'deciding' ? 'waiting' : 'sent',
  };
}
