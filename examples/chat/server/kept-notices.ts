/** The notices that people have before them. */
import type { Notice } from '@kith/client';
import type { Arrival } from '@kith/client/notices/server';
import type { Store } from './database.ts';

/**
 * A notice comes with the answer, and once more by webhook: both have the same name here, so it is kept once. It is shown until
 * it is answered, however many windows the person has; which of several goes first, and which says all that another
 * did, the component in the page knows.
 */
export function keepArrival(store: Store, arrival: Arrival): void {
  const { event, notice } = arrival;
  const { to, kind, about = null } = notice;
  // it was answered at Kith's own page: asked again here, a no would do nothing
  if (kind === 'family_changed' && about !== null) closeNotices(store, to, about, ['family_invitation']);
  store.run(
    'INSERT INTO notice (id, person, kind, about, event, arrival) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ...[`${event}/${to}/${kind}`, to, kind, about, event, JSON.stringify(arrival)],
  );
}

/** Closes what is settled. @param kinds `null`: all about that person */
export function closeNotices(store: Store, me: string, about: string, kinds: readonly Notice['kind'][] | null): void {
  const open = store.all<{ id: string; kind: Notice['kind'] }>(
    'SELECT id, kind FROM notice WHERE person = ? AND about = ? AND open = 1',
    ...[me, about],
  );
  for (const { id, kind } of open) {
    if (kinds === null || kinds.includes(kind)) store.run('UPDATE notice SET open = 0 WHERE id = ?', id);
  }
}
