/**
 * The whole of deciding: what an event changes, what is answered, what is to be sent.
 * Deterministic: no I/O, no clock, no randomness. It sees knowledge through an interface and changes nothing there.
 * An event writes only the rows of its actor and of the conversation it happens in
 * (docs/decisions/0003-rows-of-the-actor.md); it reads anyone's.
 */
import { allow } from './contact/decide.ts';
import type { Considered } from './decided.ts';
import { considerAccount, considerSettings, forgetAccount, learnOfEnforcement } from './events/accounts.ts';
import { considered, firstSight } from './events/considered.ts';
import { considerConversation, leave } from './events/conversations.ts';
import { considerMessage } from './events/messages.ts';
import { considerAction, considerRequest, learnOfAnswer, pairStep, towards } from './events/pairs.ts';
import type { Knowledge } from './knowledge/index.ts';
import type { CompiledPolicy } from './policy/compile.ts';
import type { Told } from './told.ts';

/** One event against what is known. The same three always give the same answer. */
export function consider(k: Knowledge, event: Told, policy: CompiledPolicy): Considered {
  const at = Math.floor(event.at / 1000);
  switch (event.type) {
    case 'account.created':
    case 'account.updated':
    case 'signup.requested':
      return considerAccount(k, event, at, policy);
    case 'account.deleted':
      return considered(forgetAccount(k, event.data.actor), allow(policy));
    case 'enforcement.applied':
      return considered(learnOfEnforcement(k, event.data, at), allow(policy));
    case 'settings.changed':
      return considerSettings(k, event.data, at, policy);
    case 'connection.requested':
      return considerRequest(k, event.data, at, policy);
    case 'connection.accepted':
    case 'connection.declined':
    case 'connection.removed':
    case 'account.unblocked':
      return considered(towards(k, event.data, at, pairStep[event.type]), allow(policy));
    case 'account.blocked':
    case 'report.filed':
      return considerAction(k, event, at, policy);
    case 'conversation.created':
      return considerConversation(k, event.data, event.data.members, event.data.kind, at, policy);
    case 'conversation.joined':
      return considerConversation(k, event.data, [event.data.member ?? event.data.actor], null, at, policy);
    case 'conversation.left':
      return considered(leave(k, event.data), allow(policy));
    case 'message.sent':
      return considerMessage(k, event.data, at, policy);
    case 'notice.answered':
      return considered(learnOfAnswer(k, event.data, at), allow(policy));
    case 'message.deleted':
    case 'media.uploaded':
    case 'profile.updated':
    case 'notice.shown':
      return considered(firstSight(k, event.data.actor, at), allow(policy));
    default:
      return event satisfies never;
  }
}
