/** Asking, accepting, declining, parting, blocking. What protects somebody holds here at once; Kith hears of it in its turn. */
import { type Chat, NotPossible, newId, person } from './chat.ts';
import { closeNotices } from './kept-notices.ts';

interface Friendship {
  by: string;
  other: string;
  state: 'deciding' | 'asked' | 'held' | 'refused' | 'friends';
}

const REQUESTS = ['connection_request', 'connection_request_stranger'] as const;

const between = ({ store }: Chat, me: string, other: string) =>
  store.all<Friendship>(
    'SELECT * FROM friendship WHERE (by = @me AND other = @other) OR (by = @other AND other = @me)',
    { me, other },
  );

export const areFriends = (chat: Chat, a: string, b: string): boolean =>
  between(chat, a, b).some(({ state }) => state === 'friends');

/** Either blocks the other. */
export const isBlocked = ({ store }: Chat, me: string, other: string): boolean =>
  store.one('SELECT 1 FROM block WHERE (by = @me AND other = @other) OR (by = @other AND other = @me)', {
    me,
    other,
  }) !== undefined;

const blocks = ({ store }: Chat, by: string, other: string): boolean =>
  store.one('SELECT 1 FROM block WHERE by = ? AND other = ?', by, other) !== undefined;

export function ask(chat: Chat, me: string, other: string): void {
  person(chat, other);
  const rows = between(chat, me, other);
  if (me === other || blocks(chat, me, other) || rows.some(({ state }) => state === 'friends')) throw new NotPossible();
  if (rows.some(({ by, state }) => by === other && state === 'asked')) {
    accept(chat, me, other);
    return;
  }
  const id = newId('asked');
  chat.store.run(
    `INSERT INTO friendship VALUES (?, ?, 'deciding', ?)
     ON CONFLICT (by, other) DO UPDATE SET state = 'deciding', event = excluded.event WHERE state = 'refused'`,
    ...[me, other, id],
  );
  chat.outbox.put({ id, type: 'connection.requested', data: { actor: me, other } });
}

/** Only of somebody who asked, and whose request Kith let through: Kith believes us that there was a yes. */
export function accept(chat: Chat, me: string, other: string): void {
  answerRequest(chat, me, other, 'friends');
  chat.outbox.put({ id: newId('accepted'), type: 'connection.accepted', data: { actor: me, other } });
}

export function decline(chat: Chat, me: string, other: string): void {
  answerRequest(chat, me, other, 'refused');
  chat.outbox.put({ id: newId('declined'), type: 'connection.declined', data: { actor: me, other } });
}

function answerRequest(chat: Chat, me: string, other: string, state: 'friends' | 'refused'): void {
  const changed = chat.store.run(
    "UPDATE friendship SET state = ? WHERE by = ? AND other = ? AND state = 'asked'",
    ...[state, other, me],
  );
  if (changed === 0) throw new NotPossible();
  closeNotices(chat.store, me, other, REQUESTS);
}

/** Ends a friendship, or takes a request back. */
export function part(chat: Chat, me: string, other: string): void {
  if (!takeBack(chat, me, other)) throw new NotPossible();
}

/** The same where there may be nothing left to take back. @returns whether there was */
export function takeBack(chat: Chat, me: string, other: string): boolean {
  const gone = chat.store.run(
    "DELETE FROM friendship WHERE (by = @me AND other = @other) OR (by = @other AND other = @me AND state = 'friends')",
    { me, other },
  );
  if (gone === 0) return false;
  closeNotices(chat.store, other, me, REQUESTS);
  chat.outbox.put({ id: newId('removed'), type: 'connection.removed', data: { actor: me, other } });
  return true;
}

export function block(chat: Chat, me: string, other: string): void {
  const { store, outbox } = chat;
  person(chat, other);
  if (me === other) throw new NotPossible();
  store.run('INSERT INTO block VALUES (?, ?) ON CONFLICT DO NOTHING', me, other);
  store.run('DELETE FROM friendship WHERE (by = @me AND other = @other) OR (by = @other AND other = @me)', {
    me,
    other,
  });
  store.run(
    `UPDATE message SET state = 'refused' WHERE state IN ('deciding', 'asked', 'held')
     AND ((sender = @me AND recipient = @other) OR (sender = @other AND recipient = @me))`,
    { me, other },
  );
  closeNotices(store, me, other, null);
  closeNotices(store, other, me, REQUESTS);
  outbox.put({ id: newId('blocked'), type: 'account.blocked', data: { actor: me, other } });
}

export function unblock(chat: Chat, me: string, other: string): void {
  if (chat.store.run('DELETE FROM block WHERE by = ? AND other = ?', me, other) === 0) throw new NotPossible();
  chat.outbox.put({ id: newId('unblocked'), type: 'account.unblocked', data: { actor: me, other } });
}
