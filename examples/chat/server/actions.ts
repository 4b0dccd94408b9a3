/** What a person does, done: in one transaction with what Kith is to be told of it. */
import { KithError } from '@kith/client';
import type { Action, Person, Result } from '../protocol.ts';
import { type Chat, NotPossible, newId, person } from './chat.ts';
import { accept, ask, block, decline, part, unblock } from './friends.ts';
import { noticeAnswered, noticeShown } from './notices.ts';
import { leave, makeGroup, write, writeGroup } from './talks.ts';

/** How long a person waits for an answer of Kith's that can't be done without, milliseconds. */
const ANSWER_MS = 3_000;
/** People that one search finds at most: one screen. */
const FOUND_MAX = 20;

/** @throws NotPossible, or KithError where only Kith could answer */
export async function perform(chat: Chat, me: string, action: Action): Promise<Result> {
  const { store } = chat;
  switch (action.do) {
    case 'search':
      return { people: await search(chat, me, action.text) };
    case 'report':
      return report(chat, me, action.person, action.message);
    case 'notice-answered': {
      const answered = store.together(() => noticeAnswered(chat, me, action.notice, action.choice));
      return answered.report === null ? null : report(chat, me, answered.report);
    }
    case 'ask':
      return store.together(() => done(ask(chat, me, action.person)));
    case 'accept':
      return store.together(() => done(accept(chat, me, action.person)));
    case 'decline':
      return store.together(() => done(decline(chat, me, action.person)));
    case 'part':
      return store.together(() => done(part(chat, me, action.person)));
    case 'block':
      return store.together(() => done(block(chat, me, action.person)));
    case 'unblock':
      return store.together(() => done(unblock(chat, me, action.person)));
    case 'write':
      return store.together(() => done(write(chat, me, action.person, action.text)));
    case 'write-group':
      return store.together(() => done(writeGroup(chat, me, action.group, action.text)));
    case 'make-group':
      return store.together(() => done(makeGroup(chat, me, action.name, action.members)));
    case 'leave-group':
      return store.together(() => done(leave(chat, me, action.group)));
    case 'notice-shown':
      return store.together(() => done(noticeShown(chat, me, action.notice)));
    case 'set': {
      const event = {
        id: newId('set'),
        type: 'settings.changed',
        data: { actor: me, settings: action.setting },
      } as const;
      return done(chat.outbox.put(event));
    }
    case 'speak':
      return store.together(() => done(speak(chat, me, action.language)));
    case 'letter-read':
      return done(store.run('UPDATE letter SET unread = 0 WHERE id = ? AND person = ?', action.letter, me));
    default:
      return action satisfies never;
  }
}

const done = (_: unknown): null => null;

function speak({ store, outbox }: Chat, me: string, language: string): void {
  store.run('UPDATE person SET language = ? WHERE id = ?', language, me);
  outbox.put({ id: newId('speaks'), type: 'account.updated', data: { actor: me, language } });
}

/**
 * Whoever knows somebody's whole @name finds them. Of all others Kith says who may be suggested: nobody, where it can't be
 * reached.
 */
async function search(chat: Chat, me: string, text: string): Promise<Person[]> {
  const wanted = text.trim().toLowerCase();
  const exact = wanted.startsWith('@') ? wanted.slice(1) : null;
  const blocked = "id NOT IN (SELECT other FROM block WHERE by = @me) AND status NOT IN ('suspended', 'disabled')";
  if (exact !== null) {
    return chat.store.all<Person>(`SELECT id, name FROM person WHERE id = @exact AND id <> @me AND ${blocked}`, {
      me,
      exact,
    });
  }
  const found = chat.store.all<Person>(
    `SELECT id, name FROM person WHERE instr(lower(name), @wanted) > 0 AND id <> @me AND ${blocked} LIMIT @most`,
    { me, wanted, most: FOUND_MAX },
  );
  if (found.length === 0) return [];
  const candidates = found.map(({ id }) => id);
  const { answers } = await chat.kith.ask(
    { question: 'suggest', viewer: me, candidates },
    { signal: AbortSignal.timeout(ANSWER_MS) },
  );
  const may = new Set(answers.filter(({ outcome }) => outcome === 'allow').map(({ account }) => account));
  return found.filter(({ id }) => may.has(id));
}

/**
 * Opens Kith's form. Where Kith can't be reached the report is no less made: it is told as an event, in its turn, without
 * what only the form asks.
 */
async function report(chat: Chat, me: string, about: string, message?: string): Promise<Result> {
  const { language, age } = person(chat, me);
  person(chat, about);
  if (about === me) throw new NotPossible();
  const child = age !== 'adult';
  try {
    const { url } = await chat.kith.reportLink(
      { reporter: me, about, language, child, ...(message !== undefined && { message }) },
      { signal: AbortSignal.timeout(ANSWER_MS) },
    );
    return { open: url };
  } catch (error) {
    if (!(error instanceof KithError)) throw error;
    chat.outbox.put({
      ...{ id: newId('reported'), type: 'report.filed' },
      data: { actor: me, other: about, category: 'other', language, ...(message !== undefined && { message }) },
    });
    return null;
  }
}
