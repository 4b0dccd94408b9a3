/** Messages to one person and to a group. Each is stored, and told to Kith; it is delivered when Kith has said that it may be. */
import { type Chat, isOut, NotPossible, newId, person } from './chat.ts';
import { areFriends, isBlocked } from './friends.ts';

export function write(chat: Chat, me: string, other: string, text: string): void {
  const { language } = person(chat, me);
  person(chat, other);
  if (me === other) throw new NotPossible();
  const message = newId('message');
  // whoever is blocked is not told so; Kith hears of every try
  const state = isBlocked(chat, me, other) ? 'refused' : 'deciding';
  keep(chat, { id: message, sender: me, recipient: other, group: null, text, state });
  chat.outbox.put({
    ...{ id: `sent-${message}`, type: 'message.sent' },
    data: { actor: me, other, message, text, language },
  });
}

export function writeGroup(chat: Chat, me: string, group: string, text: string): void {
  if (!isIn(chat, me, group)) throw new NotPossible();
  const message = newId('message');
  keep(chat, { id: message, sender: me, recipient: null, group, text, state: 'deciding' });
  chat.outbox.put({
    ...{ id: `sent-${message}`, type: 'message.sent' },
    data: { actor: me, conversation: group, message, text, language: person(chat, me).language },
  });
}

interface Kept {
  id: string;
  sender: string;
  recipient: string | null;
  group: string | null;
  text: string;
  state: 'deciding' | 'refused';
}

function keep({ store }: Chat, { id, sender, recipient, group, text, state }: Kept): void {
  store.run(
    'INSERT INTO message (id, sender, recipient, talk_group, text, at, state, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, sender, recipient, group, text, Date.now(), state, `sent-${id}`],
  );
}

/** The child said yes to a stranger: what they wrote comes, and what they write from now on is decided anew. */
export function deliverAsked(chat: Chat, me: string, from: string): void {
  const state = isOut(person(chat, from)) ? 'refused' : 'delivered';
  chat.store.run(
    "UPDATE message SET state = ? WHERE sender = ? AND recipient = ? AND state = 'asked'",
    ...[state, from, me],
  );
}

export function refuseAsked({ store }: Chat, me: string, from: string): void {
  store.run("UPDATE message SET state = 'refused' WHERE sender = ? AND recipient = ? AND state = 'asked'", from, me);
}

const isIn = ({ store }: Chat, me: string, group: string): boolean =>
  store.one("SELECT 1 FROM member WHERE talk_group = ? AND person = ? AND state = 'in'", group, me) !== undefined;

/** A group of friends. Who made it is in it; the others as Kith says, and a child only after its own yes. */
export function makeGroup(chat: Chat, me: string, name: string, members: readonly string[]): void {
  const others = [...new Set(members)].filter((id) => id !== me);
  if (others.length === 0 || !others.every((id) => areFriends(chat, me, id))) throw new NotPossible();
  const group = newId('group');
  const id = `made-${group}`;
  chat.store.run('INSERT INTO talk_group VALUES (?, ?)', group, name);
  chat.store.run("INSERT INTO member VALUES (?, ?, 'in', ?)", group, me, id);
  for (const other of others) chat.store.run("INSERT INTO member VALUES (?, ?, 'deciding', ?)", group, other, id);
  chat.outbox.put({
    ...{ id, type: 'conversation.created' },
    data: { actor: me, conversation: group, kind: 'group', members: others },
  });
}

/** The child said yes to the group that this event added it to: it comes in by its own act. */
export function join(chat: Chat, me: string, invitation: string): void {
  const row = chat.store.one<{ talk_group: string }>(
    "SELECT talk_group FROM member WHERE event = ? AND person = ? AND state = 'asked'",
    ...[invitation, me],
  );
  if (row === undefined) throw new NotPossible();
  const id = newId('joined');
  chat.store.run(
    "UPDATE member SET state = 'deciding', event = ? WHERE talk_group = ? AND person = ?",
    ...[id, row.talk_group, me],
  );
  chat.outbox.put({ id, type: 'conversation.joined', data: { actor: me, conversation: row.talk_group } });
}

export function stayOut({ store }: Chat, me: string, invitation: string): void {
  store.run("DELETE FROM member WHERE event = ? AND person = ? AND state = 'asked'", invitation, me);
}

export function leave(chat: Chat, me: string, group: string): void {
  if (chat.store.run('DELETE FROM member WHERE talk_group = ? AND person = ?', group, me) === 0)
    throw new NotPossible();
  chat.outbox.put({ id: newId('left'), type: 'conversation.left', data: { actor: me, conversation: group } });
}
