/** The notices that people have before them. */
import type { Notice } from '@kith/client';
import type { Store } from './database.ts';

/** Kinds of which the newest names all that the older ones did: two of them about the same person ask the same. */
const ONE_AT_A_TIME = new Set([
  'weaker_setting',
  'stranger_message',
  'connection_request_stranger',
  'connection_request',
]);

/**
 * A notice comes with the answer, and once more by webhook: both have the same name here, so it is shown once. It is shown
 * until it is answered, however many windows the person has.
 */
export function keepNotice(store: Store, event: string, notice: Notice): void {
  const { to, kind, about = null } = notice;
  const isNew = store.run(
    'INSERT INTO notice (id, person, kind, about, event, notice) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ...[`${event}/${to}/${kind}`, to, kind, about, event, JSON.stringify(notice)],
  );
  if (isNew === 0 || !ONE_AT_A_TIME.has(kind)) return;
  store.run(
    'UPDATE notice SET open = 0 WHERE person = ? AND kind = ? AND about IS ? AND event <> ?',
    ...[to, kind, about, event],
  );
}

/** Closes what is settled otherwise. @param kinds `null`: all about that person */
export function closeNotices(store: Store, me: string, about: string, kinds: readonly Notice['kind'][] | null): void {
  const open = store.all<{ id: string; kind: Notice['kind'] }>(
    'SELECT id, kind FROM notice WHERE person = ? AND about = ? AND open = 1',
    me,
    about,
  );
  for (const { id, kind } of open) {
    if (kinds === null || kinds.includes(kind)) store.run('UPDATE notice SET open = 0 WHERE id = ?', id);
  }
}
