/** From events to what families see of them. Of whoever has no guardian nothing is noted. */
import { type NoticeKind, SMALL_GROUP_MAX } from '@kith/contract';
import { isFamily } from '../contact/family-notices.ts';
import type { Considered } from '../decided.ts';
import { type Changes, type Contact, type Conversation, isConnected, type Knowledge } from '../knowledge/index.ts';
import type { Told, ToldOf } from '../told.ts';
import type { FamilyNote } from './notes.ts';

const NOTHING: readonly FamilyNote[] = Object.freeze([]);

/** Adds what families see of an event to its effects. Knowledge is as it was before the event. */
export function withFamilyNotes(k: Knowledge, event: Told, considered: Considered): Considered {
  const notes = notesOf(k, event, considered);
  if (notes.length === 0) return considered;
  return { ...considered, effects: [...considered.effects, { type: 'family.noted', notes }] };
}

function notesOf(k: Knowledge, event: Told, considered: Considered): readonly FamilyNote[] {
  switch (event.type) {
    case 'message.sent':
      return isDelivered(considered)
        ? ofMessage(k, event.data, considered.changes)
        : ofWithheld(k, event.data, considered.changes);
    case 'held.judged':
      return ofReleased(k, event.data, considered);
    case 'connection.requested':
      return isDelivered(considered) ? NOTHING : ofKeptAway(k, event.data.other, event.data.actor);
    case 'connection.accepted':
      return ofAccepted(k, considered.changes);
    case 'connection.declined':
    case 'account.blocked':
      return ofKeptAway(k, event.data.actor, event.data.other);
    case 'notice.answered':
      return ofAnswer(k, event.data);
    case 'notice.shown':
      return WARNS.has(event.data.notice) && k.isSeenByGuardian(event.data.actor)
        ? [{ note: 'warning', child: event.data.actor, kind: event.data.notice }]
        : NOTHING;
    case 'conversation.created':
      return ofGroup(k, event.data, event.data.members, considered.changes);
    case 'conversation.joined':
      return ofGroup(k, event.data, [event.data.member ?? event.data.actor], considered.changes);
    case 'conversation.left':
      return ofLeaving(k, event.data.conversation, considered.changes);
    case 'account.created':
    case 'account.updated':
    case 'signup.requested':
      return ofAge(k, considered.changes);
    case 'account.deleted':
      return k.account(event.data.actor).guarded
        ? [
            { note: 'account_gone', child: event.data.actor },
            { note: 'begin_again', child: event.data.actor },
          ]
        : NOTHING;
    case 'guardianship.changed':
      return k.account(event.data.actor).guarded === event.data.guarded
        ? NOTHING
        : [{ note: 'begin_again', child: event.data.actor }];
    case 'settings.changed':
    case 'settings.judged':
    case 'connection.removed':
    case 'account.unblocked':
    case 'report.filed':
    case 'evidence.found':
    case 'message.deleted':
    case 'media.uploaded':
    case 'media.judged':
    case 'profile.updated':
    case 'enforcement.requested':
    case 'enforcement.applied':
    case 'link.judged':
      return NOTHING;
    default:
      return event satisfies never;
  }
}

const isDelivered = ({ decision: { outcome } }: Considered): boolean => outcome === 'allow' || outcome === 'notice';

/** It reaches them now, or they come in. That it was kept away for a while stays counted. */
function ofReleased(k: Knowledge, data: ToldOf<'held.judged'>['data'], considered: Considered): readonly FamilyNote[] {
  const { changes } = considered;
  switch (data.type) {
    case 'message.sent':
      return isDelivered(considered) ? ofMessage(k, data, changes) : NOTHING;
    case 'conversation.created':
    case 'conversation.joined':
      return changes.conversation === null ? NOTHING : ofComing(k, changes.conversation, changes.joined);
    case 'connection.requested':
      return NOTHING;
    default:
      return data.type satisfies never;
  }
}

/** A conversation that is written to is a group; without one the message went to whom it names, or whom its conversation is with. */
function ofMessage(
  k: Knowledge,
  { actor }: { actor: string },
  { contacts, conversation }: Changes,
): readonly FamilyNote[] {
  const notes: FamilyNote[] = [];
  const group = conversation !== null;
  const isSeen = k.isSeenByGuardian(actor);
  if (group && isSeen) notes.push({ note: 'group', child: actor, conversation: conversation.id });
  // of large groups there are no contacts: a child is seen there by what it writes itself
  for (const { other } of contacts) {
    if (isSeen) notes.push({ note: 'contact', child: actor, other, group });
    if (!k.isSeenByGuardian(other)) continue;
    notes.push({ note: 'contact', child: other, other: actor, group });
    if (group) notes.push({ note: 'group', child: other, conversation: conversation.id });
  }
  return notes;
}

/** Whoever was not let through was kept away: from whom they wrote to, and in a small group from each of its members. */
function ofWithheld(
  k: Knowledge,
  { actor, conversation }: ToldOf<'message.sent'>['data'],
  { contacts }: Changes,
): readonly FamilyNote[] {
  if (contacts.length > 0) return contacts.flatMap(({ other }) => ofKeptAway(k, other, actor));
  if (conversation === undefined || k.conversation(conversation).members > SMALL_GROUP_MAX) return NOTHING;
  return k.members(conversation).flatMap((member) => ofKeptAway(k, member, actor));
}

function ofKeptAway(k: Knowledge, child: string, other: string): readonly FamilyNote[] {
  if (child === other || !k.isSeenByGuardian(child)) return NOTHING;
  return isConnected(k.contact(child, other), k.contact(other, child))
    ? NOTHING
    : [{ note: 'kept_away', child, other }];
}

/** An acceptance that nobody asked for, or of those who are friends already, is none. */
function ofAccepted(k: Knowledge, { contacts: [out] }: Changes): readonly FamilyNote[] {
  if (out === undefined) return NOTHING;
  const { actor, other } = out;
  const seen = [actor, other].filter((id) => k.isSeenByGuardian(id));
  if (seen.length === 0 || !becomesConnected(k, out)) return NOTHING;
  return seen.map((child) => ({ note: 'friend', child, other: child === actor ? other : actor }));
}

function becomesConnected(k: Knowledge, out: Contact): boolean {
  const back = k.contact(out.other, out.actor);
  return isConnected(out, back) && !isConnected(k.contact(out.actor, out.other), back);
}

/** Notices that warn of somebody, or ask about somebody whom the child may not know. */
const WARNS: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  'connection_request_stranger',
  'stranger_message',
  'warning',
  'asking_stranger',
  'group_invite',
]);
/** Notices to which a no keeps somebody away. */
const REFUSABLE: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  'connection_request',
  'connection_request_stranger',
  'stranger_message',
  'group_invite',
]);

function ofAnswer(
  k: Knowledge,
  { actor, other, notice, choice }: ToldOf<'notice.answered'>['data'],
): readonly FamilyNote[] {
  if (other === undefined) return NOTHING;
  const keeps = choice === 'block' ? !isFamily(notice) : choice === 'decline' && REFUSABLE.has(notice);
  return keeps ? ofKeptAway(k, actor, other) : NOTHING;
}

const isGroup = ({ kind, members }: Conversation): boolean => kind === 'group' || members > 2;

/** Who came in is in a group; who was added by somebody they are not connected to, and is not in it, was kept from it. */
function ofGroup(
  k: Knowledge,
  { actor, conversation: id }: { actor: string; conversation: string },
  wanted: readonly string[],
  { conversation, joined }: Changes,
): readonly FamilyNote[] {
  const notes = conversation === null ? [] : ofComing(k, conversation, joined);
  for (const member of wanted) {
    if (!joined.includes(member) && !k.isMember(id, member)) notes.push(...ofKeptAway(k, member, actor));
  }
  return notes;
}

function ofComing(k: Knowledge, conversation: Conversation, joined: readonly string[]): FamilyNote[] {
  if (!isGroup(conversation)) return [];
  const seen = joined.filter((id) => k.isSeenByGuardian(id));
  return seen.map((child) => ({ note: 'group', child, conversation: conversation.id }));
}

const ofLeaving = (k: Knowledge, conversation: string, { left }: Changes): readonly FamilyNote[] =>
  left.filter((id) => k.isSeenByGuardian(id)).map((child) => ({ note: 'group_left', child, conversation }));

/** A guardian sees nothing any more of whoever has come of age: from this event on. */
function ofAge(k: Knowledge, { account }: Changes): readonly FamilyNote[] {
  if (account === null || !account.guarded || account.ageBand !== 'adult') return NOTHING;
  return k.account(account.id).ageBand === 'adult' ? NOTHING : [{ note: 'came_of_age', child: account.id }];
}
