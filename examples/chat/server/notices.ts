/** Notices that Kith asked for: shown as they are, told when they were shown and answered, and what an answer does here. */
import type { Notice } from '@kith/client';
import { type Chat, NotPossible, newId } from './chat.ts';
import { settingsHold, unwant } from './decided.ts';
import { accept, block, decline, takeBack } from './friends.ts';
import { deliverAsked, join, refuseAsked, stayOut } from './talks.ts';

export type Choice = Notice['choices'][number]['choice'];
type Kind = Notice['kind'];

interface Row {
  id: string;
  kind: Kind;
  about: string | null;
  event: string;
  notice: string;
  shown: number;
}

function openNotice({ store }: Chat, me: string, id: string): Row & { asked: Notice } {
  const row = store.one<Row>('SELECT * FROM notice WHERE id = ? AND person = ? AND open = 1', id, me);
  if (row === undefined) throw new NotPossible();
  return { ...row, asked: JSON.parse(row.notice) }; // `keepNotice` wrote it
}

/** The person has it before them: the record that a warning was given. Once, however many windows show it. */
export function noticeShown(chat: Chat, me: string, id: string): void {
  const { kind, about, event, shown } = openNotice(chat, me, id);
  if (shown === 1) return;
  chat.store.run('UPDATE notice SET shown = 1 WHERE id = ?', id);
  chat.outbox.put({
    ...{ id: newId('shown'), type: 'notice.shown' },
    data: { actor: me, notice: kind, event, ...(about !== null && { other: about }) },
  });
}

/** What the choices of a notice do, beside being told. Kinds that are not here only inform. */
const ANSWERS: Partial<Record<Kind, Partial<Record<Choice, (chat: Chat, me: string, notice: Row) => void>>>> = {
  weaker_setting: {
    accept: (chat, me) => settingsHold(chat.store, me, wantedBy(chat, me)),
    decline: (chat, me) => unwant(chat.store, me, wantedBy(chat, me)),
  },
  connection_request: {
    accept: (chat, me, { about }) => accept(chat, me, about ?? ''),
    decline: (chat, me, { about }) => decline(chat, me, about ?? ''),
  },
  connection_request_stranger: {
    accept: (chat, me, { about }) => accept(chat, me, about ?? ''),
    decline: (chat, me, { about }) => decline(chat, me, about ?? ''),
  },
  // yes: go on asking, which is done already
  asking_stranger: { decline: (chat, me, { about }) => takeBack(chat, me, about ?? '') },
  stranger_message: {
    accept: (chat, me, { about }) => deliverAsked(chat, me, about ?? ''),
    decline: (chat, me, { about }) => refuseAsked(chat, me, about ?? ''),
  },
  group_invite: {
    accept: (chat, me, { event }) => join(chat, me, event),
    decline: (chat, me, { event }) => stayOut(chat, me, event),
  },
};

const wantedBy = ({ store }: Chat, me: string): string[] =>
  Object.keys(JSON.parse(store.one<{ wanted: string }>('SELECT wanted FROM person WHERE id = ?', me)?.wanted ?? '{}'));

/** @returns whom to report, where that is what was chosen */
export function noticeAnswered(chat: Chat, me: string, id: string, choice: Choice): { report: string | null } {
  const { asked, ...row } = openNotice(chat, me, id);
  if (!asked.choices.some((offered) => offered.choice === choice)) throw new NotPossible();
  const { kind, about, event } = row;
  chat.outbox.put({
    ...{ id: newId('answered'), type: 'notice.answered' },
    data: { actor: me, notice: kind, choice, event, ...(about !== null && { other: about }) },
  });
  ANSWERS[kind]?.[choice]?.(chat, me, row);
  if (choice === 'block' && about !== null) block(chat, me, about);
  // getting help and reporting answer nothing: who is asked something is still asked
  const isAsking = asked.choices.some((offered) => offered.choice === 'decline');
  const stays = choice === 'get_help' || (choice === 'report' && isAsking);
  if (!stays) chat.store.run('UPDATE notice SET open = 0 WHERE id = ?', id);
  return { report: choice === 'report' ? about : null };
}
