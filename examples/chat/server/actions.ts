/** What a person does, done: in one transaction with what Kith is to be told of it. */
import type { Action, Person, Result } from '../protocol.ts';
import { type Chat, NotPossible, newId, person } from './chat.ts';
import { answerInvitation, familyAction } from './family.ts';
import { accept, ask, block, decline, part, unblock } from './friends.ts';
import { invitationAnswered, noticeTold } from './notices.ts';
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
    case 'report':
      return store.together(() => done(report(chat, me, action)));
    case 'family-open':
    case 'family-invite':
    case 'family-code':
    case 'family-look':
    case 'family-answer':
      return familyAction(chat, me, action);
    case 'notice': {
      const invitation = invitationAnswered(chat, me, action.event);
      if (invitation !== null) await answerInvitation(chat, me, invitation);
      return store.together(() => done(noticeTold(chat, me, action.event)));
    }
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

/** Told in its turn, whether or not Kith can be reached; what the person wrote is encrypted at Kith's door. */
function report(chat: Chat, me: string, { person: other, message, category, text }: Extract<Action, { do: 'report' }>) {
  const { language } = person(chat, me);
  person(chat, other);
  if (other === me) throw new NotPossible();
  const said = { ...(message !== undefined && { message }), ...(text !== '' && { text }) };
  chat.outbox.put({
    ...{ id: newId('reported'), type: 'report.filed' },
    data: { actor: me, other, category, language, ...said },
  });
}
