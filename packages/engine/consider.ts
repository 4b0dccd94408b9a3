/**
 * The whole of deciding: what an event changes, what is answered, what is to be sent.
 * Deterministic: no I/O, no clock, no randomness. It sees knowledge through an interface and changes nothing there.
 * An event writes only the rows of its actor and of the conversation it happens in
 * (docs/decisions/0003-rows-of-the-actor.md); it reads anyone's.
 */
import type { EventType } from '@kith/contract';
import { allow } from './contact/decide.ts';
import { Facts } from './contact/facts.ts';
import type { Considered } from './decided.ts';
import { considerAccount, forgetAccount, learnOfEnforcement } from './events/accounts.ts';
import { considered, firstSight, foundIn, together } from './events/considered.ts';
import { considerConversation, leave } from './events/conversations.ts';
import { considerHeld, withHeld } from './events/held.ts';
import { considerUpload, learnOfMedia } from './events/media.ts';
import { considerMessage } from './events/messages.ts';
import { learnOfShown, noticesNoted } from './events/notices.ts';
import { considerAction, considerAnswer, considerRequest, learnOfEvidence, pairStep, towards } from './events/pairs.ts';
import { considerNewcomer, learnOfLink } from './events/returning.ts';
import { considerSettings, learnOfGuardiansAnswer, learnOfGuardianship } from './events/settings.ts';
import { withFamilyNotes } from './family/noted.ts';
import type { Account, Knowledge, Seconds } from './knowledge/index.ts';
import type { CompiledPolicy } from './policy/compile.ts';
import { judge, pairTypes } from './policy/rules/index.ts';
import { Heard } from './signals/carried.ts';
import type { Told, ToldOf } from './told.ts';

/** One event against what is known. The same three always give the same answer. */
export function consider(k: Knowledge, event: Told, policy: CompiledPolicy): Considered {
  const at = Math.floor(event.at / 1000);
  const decided = decideOn(k, event, at, policy);
  const judged =
    JUDGED_WHERE_DECIDED.has(event.type) || !policy.rules.has(event.type)
      ? decided
      : noted(k, event, at, policy, decided);
  const notes = noticesNoted(k, event, judged, policy);
  const all = notes.length === 0 ? judged : { ...judged, effects: [...judged.effects, ...notes] };
  return withFamilyNotes(k, event, withHeld(k, event, all));
}

/** Where a rule can be stricter than the tables, or counts in the conduct, it is tried before what changes is worked out. */
const JUDGED_WHERE_DECIDED: ReadonlySet<EventType> = new Set<EventType>([
  'message.sent',
  'connection.requested',
  'conversation.created',
  'conversation.joined',
  'evidence.found',
]);

/**
 * What has happened already can't be held: rules give signals and cases only. They see the account as it is now (what
 * signs up has no before) and the contact as it was.
 */
function noted(k: Knowledge, event: Told, at: Seconds, policy: CompiledPolicy, decided: Considered): Considered {
  const actor = decided.changes.account ?? k.account(event.data.actor);
  const { found } = judge(
    policy,
    { type: event.type, k, actor, pair: pairOf(k, event, actor, at, policy), at },
    allow(policy),
  );
  const { reporter } = decided;
  const all = together(found, foundIn([decided]));
  return { ...considered(decided.changes, decided.decision, all), ...(reporter && { reporter }) };
}

/** What was read of the text goes with what was decided on it. */
function heard(k: Knowledge, event: ToldOf<'message.sent'>, at: Seconds, policy: CompiledPolicy): Considered {
  const said = new Heard(event);
  const decided = considerMessage(k, event.data, said, at, policy);
  const { read } = said;
  return read === null ? decided : { ...decided, read };
}

function pairOf(k: Knowledge, event: Told, actor: Account, at: Seconds, policy: CompiledPolicy): Facts | null {
  if (!pairTypes.has(event.type) || !('other' in event.data) || event.data.other === undefined) return null;
  const other = k.account(event.data.other);
  return new Facts(k, policy, at, actor, other, k.contact(actor.id, other.id), k.contact(other.id, actor.id));
}

function decideOn(k: Knowledge, event: Told, at: Seconds, policy: CompiledPolicy): Considered {
  switch (event.type) {
    case 'account.created':
    case 'account.updated':
    case 'signup.requested':
      return considerNewcomer(k, event, at, policy, considerAccount(k, event, at, policy));
    case 'account.deleted':
      return considered(forgetAccount(k, event.data.actor, at, policy), allow(policy));
    case 'enforcement.requested':
    case 'enforcement.applied':
      return considered(learnOfEnforcement(k, event, at), allow(policy));
    case 'link.judged':
      return considered(learnOfLink(k, event.data, at), allow(policy));
    case 'media.judged':
      return considered(learnOfMedia(k, event.data, at), allow(policy));
    case 'guardianship.changed':
      return considered(learnOfGuardianship(k, event.data, at), allow(policy));
    case 'held.judged':
      return considerHeld(k, event.data, at, policy);
    case 'settings.judged':
      return learnOfGuardiansAnswer(k, event.data, at, policy);
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
      return heard(k, event, at, policy);
    case 'evidence.found':
      return learnOfEvidence(k, event.data, at, policy);
    case 'notice.answered':
      return considerAnswer(k, event.data, at, policy);
    case 'media.uploaded':
      return considerUpload(k, event, at, policy);
    case 'notice.shown':
      return considered(learnOfShown(k, event.data, at, policy), allow(policy));
    case 'message.deleted':
    case 'profile.updated':
      return considered(firstSight(k, event.data.actor, at), allow(policy));
    default:
      return event satisfies never;
  }
}
