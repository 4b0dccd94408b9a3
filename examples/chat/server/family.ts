/**
 * Families: who is whose guardian is Kith's to know, and the Family Centre is Kith's page. Here are the ways there, for people who
 * are signed in. Each asks Kith and waits for it: nothing can be done meanwhile.
 */
import { KithError } from '@kith/client';
import type { Action, Result } from '../protocol.ts';
import { type Chat, NotPossible, person } from './chat.ts';

type FamilyAction = Extract<Action, { do: `family-${string}` }>;

/** @throws NotPossible; KithError where it can't be reached */
export async function familyAction(chat: Chat, me: string, action: FamilyAction): Promise<Result> {
  const { families } = chat.kith;
  const { age, language } = person(chat, me);
  switch (action.do) {
    case 'family-open': {
      const { url } = await families.link({ account: me, language });
      return { open: url };
    }
    case 'family-invite': {
      // Kith answers the same whether or not there is such a person, and so do we
      const { person: other } = action;
      await possible(
        age === 'adult'
          ? families.invite({ invitedBy: 'guardian', guardian: me, child: other })
          : families.invite({ invitedBy: 'child', child: me, guardian: other }),
      );
      return null;
    }
    case 'family-code': {
      const made = await possible(
        age === 'adult'
          ? families.invite({ invitedBy: 'guardian', guardian: me })
          : families.invite({ invitedBy: 'child', child: me }),
      );
      return made.code === null ? null : { code: made.code };
    }
    case 'family-look': {
      const { code } = action;
      const { words, terms } = await possible(families.lookUp({ account: me, code, language }));
      return { invitation: { code, words, terms } };
    }
    case 'family-answer': {
      const { code, answer, terms } = action;
      await possible(families.answerByCode({ account: me, code, answer, terms }));
      return null;
    }
    default:
      return action satisfies never;
  }
}

/** The answer to the notice of an invitation. */
interface Answered {
  from: string;
  answer: 'accept' | 'decline';
  /** of what the notice said */
  terms: string | undefined;
}

/** Answers the invitation that a notice asks about: by what Kith has of the two, whatever the page says. */
export async function answerInvitation(chat: Chat, me: string, { from, answer, terms }: Answered) {
  const { families } = chat.kith;
  const open = (await families.of(me)).find(
    ({ state, guardian, child }) => state === 'invited' && (guardian === from || child === from),
  );
  // it was taken back, or has lapsed: the notice has no more to ask
  if (open !== undefined)
    await possible(families.answer(open.id, { account: me, answer, ...(terms !== undefined && { terms }) }));
}

/** What Kith refuses for good is refused here; why is for whoever runs the chat, and in Kith's answer. */
async function possible<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof KithError && error.problem !== undefined && error.status !== 503) throw new NotPossible();
    throw error;
  }
}
