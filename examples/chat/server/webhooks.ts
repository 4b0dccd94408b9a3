/**
 * What Kith tells us: each is done once, in one transaction with the note that it was. Kith sends it again until the answer is a
 * 2xx, so nothing that fails here is lost.
 */
import type { VerifiedWebhook } from '@kith/client';
import { arrivalOf } from '@kith/client/notices/server';
import type { Chat } from './chat.ts';
import { follow, unwant } from './decided.ts';
import { block } from './friends.ts';
import { keepArrival } from './kept-notices.ts';
import { namesOf } from './names.ts';
import type { OutEvent } from './outbox.ts';

type Data<T extends VerifiedWebhook['type']> = Extract<VerifiedWebhook, { type: T }>['data'];

/** A type that is not here is one of a newer Kith: it is taken, and nothing follows. */
const DOES: { [T in VerifiedWebhook['type']]?: (chat: Chat, data: Data<T>) => unknown } = {
  'notice.requested': ({ store }, data) => keepArrival(store, arrivalOf(data)),
  'enforcement.requested': enforce,
  'decision.revised': revise,
  'settings.decided': decideSettings,
  // what makes no sound by night is the phone's to do: the page says it
  'quiet_hours.changed': ({ store }, { account, quietHours }) =>
    store.run(
      'UPDATE person SET quiet = ? WHERE id = ?',
      ...[quietHours === null ? null : JSON.stringify(quietHours), account],
    ),
  // a child did it in the Family Centre: the same as here
  'block.requested': (chat, { account, other }) => block(chat, account, other),
  'statement.requested': ({ store }, { statement, account, title, body, appeal }) =>
    keepLetter(store, statement, account, { title, body, link: appeal }),
  'report.acknowledged': ({ store }, { report, account, title, body }) =>
    keepLetter(store, `${report}/acknowledged`, account, { title, body, link: null }),
  'report.closed': ({ store }, { report, account, title, body }) =>
    keepLetter(store, `${report}/closed`, account, { title, body, link: null }),
  // nothing is ever deleted here, so what Kith asks to preserve is safe already: `givePreserved` hands it over
  'preservation.requested': () => {},
};

/** By id, since the same summary is told once however often it comes. Kith names nobody: of which child it is, we know. */
function summarise({ store }: Chat, { account, child, title, body }: Data<'summary.requested'>, webhook: string): void {
  const { [child]: of } = namesOf(store, { accounts: [child], conversations: [] }).accounts;
  keepLetter(store, webhook, account, { title: of === undefined ? title : `${title}: ${of.name}`, body, link: null });
}

/** @returns whether it was new */
export function receive(chat: Chat, webhook: VerifiedWebhook): boolean {
  return chat.store.together(() => {
    const isNew = chat.store.run('INSERT INTO webhook VALUES (?) ON CONFLICT DO NOTHING', webhook.id) > 0;
    if (isNew && webhook.type === 'summary.requested') summarise(chat, webhook.data, webhook.id);
    else if (isNew) act(chat, webhook.type, webhook.data);
    return isNew;
  });
}

function act<T extends VerifiedWebhook['type']>(chat: Chat, type: T, data: Data<T>): void {
  DOES[type]?.(chat, data);
}

/** Kept as it is and hidden from everybody: an appeal may bring it back. */
function enforce(chat: Chat, { enforcement, account, kind, content = [] }: Data<'enforcement.requested'>): void {
  const { store, outbox } = chat;
  const be = (status: string) => store.run('UPDATE person SET status = ? WHERE id = ?', status, account);
  switch (kind) {
    case 'warn':
      break;
    case 'restrict':
      be('restricted');
      break;
    case 'suspend':
      be('suspended');
      break;
    case 'disable':
      be('disabled');
      break;
    case 'restore':
      be('active');
      break;
    case 'remove_content':
      for (const id of content) {
        store.run(
          "UPDATE message SET was = state, state = 'removed' WHERE id = ? AND sender = ? AND state <> 'removed'",
          ...[id, account],
        );
      }
      break;
    case 'restore_content':
      for (const id of content) {
        store.run(
          "UPDATE message SET state = was, was = NULL WHERE id = ? AND sender = ? AND state = 'removed'",
          ...[id, account],
        );
      }
      break;
    default:
      // a newer Kith asks for more than we can do: it is not told as done, and stands in its console as not yet done
      kind satisfies never;
      return;
  }
  outbox.put({
    id: `applied-${enforcement}`,
    type: 'enforcement.applied',
    data: { actor: account, enforcement, kind },
  });
}

/** A person looked at what was held, or it was decided anew otherwise: what follows from the new decision. */
function revise({ store }: Chat, { event, decision }: Data<'decision.revised'>): void {
  const row = store.one<{ event: string }>('SELECT event FROM outbox WHERE id = ?', event);
  if (row === undefined) return;
  const told: OutEvent = JSON.parse(row.event); // `put` wrote it
  follow(store, told, decision);
}

/** A guardian's answer to a weaker setting that the child asked for. A refusal ends the wish. */
function decideSettings({ store }: Chat, { account, settings, decision }: Data<'settings.decided'>): void {
  if (decision === 'approved') {
    store.run('UPDATE person SET settings = json_patch(settings, ?) WHERE id = ?', JSON.stringify(settings), account);
  }
  unwant(store, account, Object.keys(settings));
}

interface Words {
  title: string;
  body: readonly string[];
  link: { label: string; url: string } | null;
}

function keepLetter(store: Chat['store'], id: string, person: string, words: Words): void {
  store.run(
    'INSERT INTO letter (id, person, title, body, link) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ...[id, person, words.title, JSON.stringify(words.body), words.link === null ? null : JSON.stringify(words.link)],
  );
}
