/**
 * What a block of events will ask about and write, as far as it can be said before anything is known: so that the first
 * look at the database brings nearly everything. What is missed here is asked for later; what is too much costs a little.
 */
import { type HashedIdentifiers, hashOfAccount, identifierKey, markOf, type Told } from '@kith/engine';
import { pairKey, type SharersQuestion } from '../asked.ts';

export interface Guess {
  /** whose rows the events write, sorted */
  actors: string[];
  /** the conversations that they write, sorted */
  conversations: string[];
  /** accounts that they read beside */
  accounts: string[];
  /** whose conduct they look at */
  conducts: string[];
  /** whose approaches */
  approaches: [actor: string, other: string][];
  pairs: [actor: string, other: string][];
  memberships: [conversation: string, account: string][];
  /** whose identifiers */
  identifiers: string[];
  /** who shares these */
  sharers: SharersQuestion[];
  /** media that are named */
  media: string[];
  /** how many members may leave conversations within the block */
  leaving: number;
  /** how many events may have identifiers forgotten */
  forgetting: number;
}

/** Compared as PostgreSQL does under COLLATE "C" would be by bytes; any order will do that all processes share. */
const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function guess(block: readonly Told[]): Guess {
  const actors = new Set<string>();
  const conversations = new Set<string>();
  const others = new Set<string>();
  const conducts = new Set<string>();
  const approaches = new Map<string, [string, string]>();
  const pairs = new Map<string, [string, string]>();
  const memberships = new Map<string, [string, string]>();
  const identifiers = new Set<string>();
  const sharers = new Map<string, SharersQuestion>();
  const media = new Set<string>();
  let leaving = 0;
  let forgetting = 0;
  const both = (a: string, b: string): void => {
    others.add(b);
    pairs.set(pairKey(a, b), [a, b]);
    pairs.set(pairKey(b, a), [b, a]);
  };
  const approach = (a: string, b: string): void => {
    approaches.set(pairKey(a, b), [a, b]);
  };
  const member = (conversation: string, account: string): void => {
    memberships.set(pairKey(conversation, account), [conversation, account]);
  };
  const recognised = (account: string): void => {
    identifiers.add(account);
    forgetting++;
  };
  /** Whoever is told of with something is compared with whoever has the same, those who were barred among themselves. */
  const compared = (said: HashedIdentifiers | undefined): void => {
    if (said === undefined) return;
    const traits = [...said.of];
    if (said.inviter !== undefined) traits.push({ kind: 'inviter', hash: hashOfAccount(said.inviter) });
    for (const { kind, hash } of traits) {
      for (const asked of [kind, markOf(kind)]) sharers.set(identifierKey(asked, hash), { kind: asked, hash });
    }
  };
  for (const event of block) {
    const { actor } = event.data;
    actors.add(actor);
    switch (event.type) {
      case 'message.sent':
        conducts.add(actor);
        for (const id of event.data.media ?? []) media.add(id);
        if (event.data.other !== undefined) {
          both(actor, event.data.other);
          if (event.data.evidence !== undefined) approach(actor, event.data.other);
        } else if (event.data.conversation !== undefined) {
          conversations.add(event.data.conversation);
          member(event.data.conversation, actor);
        }
        break;
      case 'evidence.found':
        conducts.add(actor);
        both(actor, event.data.other);
        approach(actor, event.data.other);
        break;
      case 'connection.requested':
        conducts.add(actor);
        both(actor, event.data.other);
        break;
      case 'connection.accepted':
      case 'connection.declined':
      case 'connection.removed':
      case 'account.blocked':
      case 'account.unblocked':
      case 'report.filed':
        both(actor, event.data.other);
        break;
      case 'notice.answered':
        if (event.data.other !== undefined) both(actor, event.data.other);
        break;
      case 'conversation.created':
        conversations.add(event.data.conversation);
        for (const id of [actor, ...event.data.members]) {
          both(actor, id);
          member(event.data.conversation, id);
        }
        break;
      case 'conversation.joined':
      case 'conversation.left':
        conversations.add(event.data.conversation);
        both(actor, event.data.member ?? actor);
        member(event.data.conversation, event.data.member ?? actor);
        if (event.type === 'conversation.left') leaving++;
        break;
      case 'settings.changed':
        pairs.set(pairKey(actor, actor), [actor, actor]);
        break;
      case 'account.created':
      case 'account.updated':
      case 'account.deleted':
        conducts.add(actor);
        if ('identifiers' in event.data || event.type === 'account.deleted') recognised(actor);
        if (event.type !== 'account.deleted') compared(event.data.identifiers);
        break;
      case 'signup.requested':
        if (event.data.identifiers !== undefined) recognised(actor);
        compared(event.data.identifiers);
        break;
      case 'enforcement.requested':
      case 'enforcement.applied':
        if (event.data.kind === 'disable') conducts.add(actor);
        if (event.data.kind === 'disable' || event.data.kind === 'restore') recognised(actor);
        break;
      case 'media.uploaded':
      case 'media.judged':
        media.add(event.data.media);
        break;
      case 'held.judged':
        conducts.add(actor);
        if (event.data.other !== undefined) both(actor, event.data.other);
        if (event.data.conversation !== undefined) {
          conversations.add(event.data.conversation);
          for (const id of event.data.members ?? []) {
            both(actor, id);
            member(event.data.conversation, id);
          }
        }
        for (const id of event.data.media ?? []) media.add(id);
        break;
      case 'link.judged':
      case 'guardianship.changed':
      case 'settings.judged':
      case 'message.deleted':
      case 'profile.updated':
        break;
      case 'notice.shown': {
        const { notice, other } = event.data;
        if (other === undefined) break;
        others.add(other);
        conducts.add(other);
        if (notice === 'after_block' || notice === 'after_report') pairs.set(pairKey(actor, other), [actor, other]);
        break;
      }
      default:
        event satisfies never;
    }
  }
  return {
    actors: [...actors].sort(byUnits),
    conversations: [...conversations].sort(byUnits),
    accounts: [...others].filter((id) => !actors.has(id)),
    conducts: [...conducts],
    approaches: [...approaches.values()],
    pairs: [...pairs.values()],
    memberships: [...memberships.values()],
    identifiers: [...identifiers],
    sharers: [...sharers.values()],
    media: [...media],
    leaving,
    forgetting,
  };
}
