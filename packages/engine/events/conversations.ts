/** Who comes into a conversation, and who leaves. */
import { decide, join } from '../contact/decide.ts';
import { Facts } from '../contact/facts.ts';
import type { Considered, Decided } from '../decided.ts';
import {
  type Changes,
  type Conversation,
  isConnected,
  type Knowledge,
  MEMBERS_COMPARED,
  NO_CHANGES,
  type Seconds,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { judge } from '../policy/rules/index.ts';
import type { ToldOf } from '../told.ts';
import { considered, firstSight, seen } from './considered.ts';

/** The conversation, from its first event on. */
export function begun(conversation: Conversation, at: Seconds): Conversation {
  if (!conversation.known) {
    conversation.known = true;
    conversation.createdAt = at;
  }
  return conversation;
}

type Kind = 'direct' | 'group' | null;
interface Within {
  readonly actor: string;
  readonly conversation: string;
}

/** What the tables say of those who are to come in. */
interface Entered {
  readonly decision: Decided;
  /** those who come in, unless the whole is refused */
  readonly joined: readonly string[];
  /** as it is with them */
  readonly conversation: Conversation;
}

/**
 * Somebody else who adds a child waits for the child's yes; the child is told how many members it does not know.
 * @param kind null where it is not made now
 */
export function enter(
  k: Knowledge,
  data: Within,
  entering: ReadonlySet<string>,
  kind: Kind,
  at: Seconds,
  policy: CompiledPolicy,
): Entered {
  const actor = k.account(data.actor);
  const before = k.conversation(data.conversation);
  // whoever is in a direct conversation was never asked about a group: it stays one in which each message is decided on
  const staysDirect = before.known && before.kind === 'direct';
  const conversation = begun(before, at);
  if (kind !== null && !staysDirect) conversation.kind = kind;
  const decisions: Decided[] = [];
  const joined: string[] = [];
  const members = new Set([...k.members(conversation.id), ...entering]);
  const others = kind === null ? k.members(conversation.id) : [...members];
  // two are a direct conversation, where each message is decided on; whoever is added to more is added to a group
  const crowd = conversation.kind === 'group' || members.size > 2;
  for (const id of entering) {
    if (k.isMember(conversation.id, id)) continue;
    const member = k.account(id);
    const facts = new Facts(k, policy, at, actor, member, k.contact(actor.id, id), k.contact(id, actor.id), {
      adds: id !== actor.id && crowd,
      weakens: false,
    });
    const decision = decide('conversation.joined', facts, () => ({ strangers: countUnknown(k, id, others) }));
    decisions.push(decision);
    if (decision.outcome === 'allow' || decision.outcome === 'notice') joined.push(id);
  }
  conversation.members += joined.length;
  return { decision: join(policy, decisions), joined, conversation };
}

export function considerConversation(
  k: Knowledge,
  data: Within,
  wanted: readonly string[],
  kind: Kind,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(data.actor);
  const entering = new Set(kind === null ? wanted : [data.actor, ...wanted]);
  const { decision: byTables, conversation, joined } = enter(k, data, entering, kind, at, policy);
  const type = kind === null ? 'conversation.joined' : 'conversation.created';
  const { decision, found } = judge(policy, { type, k, actor, pair: null, at }, byTables);
  // a rule that holds or blocks says so of the event as a whole: nobody comes in
  const refused = decision.outcome === 'block' || (decision.outcome === 'hold' && byTables.outcome !== 'hold');
  if (refused) return considered(firstSight(k, data.actor, at), decision, found);
  return considered({ ...NO_CHANGES, account: seen(actor, at), conversation, joined }, decision, found);
}

/** How many of the first MEMBERS_COMPARED of these the account is not connected to. */
function countUnknown(k: Knowledge, account: string, members: readonly string[]): number {
  let unknown = 0;
  for (const m of members.filter((id) => id !== account).slice(0, MEMBERS_COMPARED)) {
    if (!isConnected(k.contact(account, m), k.contact(m, account))) unknown++;
  }
  return unknown;
}

/** Takes a member out; nothing where they are not in it. */
export function leave(k: Knowledge, data: ToldOf<'conversation.left'>['data']): Changes {
  const id = data.member ?? data.actor;
  if (!k.isMember(data.conversation, id)) return NO_CHANGES;
  const conversation = k.conversation(data.conversation);
  conversation.members--;
  return { ...NO_CHANGES, conversation, left: [id] };
}
