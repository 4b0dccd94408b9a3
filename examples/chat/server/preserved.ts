/** Gives what Kith asks to preserve: who the accounts are, and what they wrote. Nothing else is known here. */
import { type Kith, KithError, type PreservationAsked, type PreservedMessage } from '@kith/client';
import type { Store } from './database.ts';

/** In our own time, after the webhook was answered. Where it fails Kith asks again, each day. */
export async function givePreserved(
  kith: Kith,
  store: Store,
  preservation: string,
  log: (line: string) => void,
): Promise<void> {
  try {
    const { done, rejected } = await kith.preservations.give(preservation, {
      account: (id) => {
        const row = store.one<{ name: string }>('SELECT name FROM person WHERE id = ?', id);
        return row === undefined ? null : { screenName: `@${id}`, displayNames: [row.name] };
      },
      messages: (asked) => messagesOf(store, asked),
    });
    if (!done) log(`of the preservation ${preservation} ${rejected.length} messages were not taken`);
  } catch (error) {
    if (!(error instanceof KithError)) throw error;
    log(`the preservation ${preservation} could not be given (${error.code}); Kith will ask again`);
  }
}

interface Row {
  id: string;
  sender: string;
  recipient: string | null;
  talk_group: string | null;
  text: string;
  at: number;
}

/** Those that are named, and those that the named accounts sent each other in that time; also what was withheld or removed. */
function messagesOf(store: Store, { accounts, messages, from, to }: PreservationAsked): PreservedMessage[] {
  const rows = store.all<Row>(
    `SELECT * FROM message WHERE id IN (SELECT value FROM json_each(@messages))
     OR (at BETWEEN @from AND @to AND sender IN (SELECT value FROM json_each(@accounts)) AND recipient IN (SELECT value FROM json_each(@accounts)))
     ORDER BY seq`,
    {
      messages: JSON.stringify(messages.map(({ message }) => message)),
      accounts: JSON.stringify(accounts.map(({ account }) => account)),
      from: Date.parse(from),
      to: Date.parse(to),
    },
  );
  return rows.map(({ id, sender, recipient, talk_group, text, at }) => ({
    message: id,
    from: sender,
    to: recipient === null ? membersOf(store, talk_group, sender) : [recipient],
    sentAt: new Date(at).toISOString(),
    text,
    ...(talk_group !== null && { conversation: talk_group }),
  }));
}

const membersOf = (store: Store, group: string | null, sender: string): string[] =>
  store
    .all<{ person: string }>("SELECT person FROM member WHERE talk_group = ? AND state = 'in'", group)
    .map(({ person }) => person)
    .filter((id) => id !== sender);
