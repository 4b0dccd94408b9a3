/** What people do with the notices that Kith asked for: it is told as they did it, and what an answer does is done. */
import type { Notice } from '@kith/client';
import { type Arrival, type NoticeEvent, readNoticeEvent } from '@kith/client/notices/server';
import { type Chat, NotPossible, newId } from './chat.ts';
import { unwant } from './decided.ts';
import { accept, decline, takeBack } from './friends.ts';
import { closeNotices } from './kept-notices.ts';
import { deliverAsked, join, refuseAsked, stayOut } from './talks.ts';

export type Choice = Notice['choices'][number]['choice'];
type Kind = Notice['kind'];
type Does = (chat: Chat, me: string, notice: { about: string; event: string }) => void;

const takesRequest: Partial<Record<Choice, Does>> = {
  accept: (chat, me, { about }) => accept(chat, me, about),
  decline: (chat, me, { about }) => decline(chat, me, about),
};

/** What a choice does here, beside being told. Blocking and reporting are actions of their own. */
const ANSWERS: Partial<Record<Kind, Partial<Record<Choice, Does>>>> = {
  weaker_setting: {
    // yes: holds when Kith has taken it, since a guardian may be asked, too
    decline: (chat, me) => unwant(chat.store, me, wantedBy(chat, me)),
  },
  connection_request: takesRequest,
  connection_request_stranger: takesRequest,
  // yes: go on asking, which is done already
  asking_stranger: { decline: (chat, me, { about }) => takeBack(chat, me, about) },
  stranger_message: {
    accept: (chat, me, { about }) => deliverAsked(chat, me, about),
    decline: (chat, me, { about }) => refuseAsked(chat, me, about),
    report: (chat, me, { about }) => refuseAsked(chat, me, about),
  },
  group_invite: {
    accept: (chat, me, { event }) => join(chat, me, event),
    decline: (chat, me, { event }) => stayOut(chat, me, event),
    report: (chat, me, { event }) => stayOut(chat, me, event),
  },
};

const wantedBy = ({ store }: Chat, me: string): string[] =>
  Object.keys(JSON.parse(store.one<{ wanted: string }>('SELECT wanted FROM person WHERE id = ?', me)?.wanted ?? '{}'));

interface Open {
  event: NoticeEvent;
  arrival: Arrival;
  /** the notice's, in the store */
  row: string;
}

/**
 * Something that the component in the page told: `readNoticeEvent` makes it this person's, whatever the page says. It counts
 * where the notice was asked of them, is open, and offers the choice.
 */
function openNotice({ store }: Chat, me: string, sent: unknown): Open {
  const event = readNoticeEvent(sent, me);
  if (event === null) throw new NotPossible();
  const row = store.one<{ id: string; arrival: string }>(
    'SELECT id, arrival FROM notice WHERE person = ? AND kind = ? AND event = ? AND open = 1',
    ...[me, event.data.notice, event.data.event ?? ''],
  );
  if (row === undefined) throw new NotPossible();
  const arrival: Arrival = JSON.parse(row.arrival); // `keepArrival` wrote it
  if (event.type === 'notice.answered') {
    const { choice } = event.data;
    if (!arrival.notice.choices.some((offered) => offered.choice === choice)) throw new NotPossible();
  }
  return { event, arrival, row: row.id };
}

/** Whose invitation was answered, and how; null where it is none. Kith takes that answer before anything is noted here. */
export function invitationAnswered(chat: Chat, me: string, sent: unknown) {
  const { event, arrival } = openNotice(chat, me, sent);
  const { kind, about: from, terms } = arrival.notice;
  if (kind !== 'family_invitation' || event.type !== 'notice.answered' || from === undefined) return null;
  const answer = event.data.choice;
  return answer === 'accept' || answer === 'decline' ? { from, answer, terms } : null;
}

/** Tells it, and does what an answer does. */
export function noticeTold(chat: Chat, me: string, sent: unknown): void {
  const { event, arrival, row } = openNotice(chat, me, sent);
  chat.outbox.put({ ...event, id: event.id ?? newId('notice') });
  if (event.type === 'notice.shown') return;
  chat.store.run('UPDATE notice SET open = 0 WHERE id = ?', row);
  const { kind, about } = arrival.notice;
  // one answer does for all that ask the same
  if (about !== undefined && kind in ANSWERS && kind !== 'group_invite') closeNotices(chat.store, me, about, [kind]);
  if (kind === 'weaker_setting') chat.store.run('UPDATE notice SET open = 0 WHERE person = ? AND kind = ?', me, kind);
  ANSWERS[kind]?.[event.data.choice]?.(chat, me, { about: about ?? '', event: arrival.event });
}
