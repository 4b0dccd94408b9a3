/** Messages, to one account and to a group. */
import { SMALL_GROUP_MAX } from '@kith/contract';
import { allow, decide, join } from '../contact/decide.ts';
import { Facts } from '../contact/facts.ts';
import { withoutLeftOut } from '../contact/left-out.ts';
import type { Considered, Decided } from '../decided.ts';
import { isKeptBetween, type ToKeep } from '../keep/between.ts';
import {
  type Account,
  type Conduct,
  type Contact,
  type Conversation,
  isChildWhenContacted,
  isConnected,
  isKnownChild,
  type Knowledge,
  NO_CHANGES,
  type Seconds,
  warningSigns,
} from '../knowledge/index.ts';
import { type CompiledPolicy, couldFit } from '../policy/compile.ts';
import { judge, NOTHING_FOUND } from '../policy/rules/index.ts';
import { mayBeScored } from '../risk/scored.ts';
import type { Concluded } from '../risk/watch.ts';
import type { Heard, Said } from '../signals/carried.ts';
import type { ToldOf } from '../told.ts';
import { considered, firstSight, foundIn, seen, together, touch } from './considered.ts';
import { begun } from './conversations.ts';
import { type Material, materialIn, stricterOf, withMaterial } from './media.ts';
import { recogniseTurning } from './returning.ts';

/** A message in a direct conversation is one to its other member, whether or not the platform names them again. */
export function considerMessage(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  said: Heard,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const material = materialIn(k, data, said.links, policy);
  return withMaterial(considerDelivery(k, data, said, material, at, policy), material);
}

function considerDelivery(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  said: Said,
  material: Material | null,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const inDirect = otherInDirect(k, data.actor, data.conversation);
  const to = data.other ?? inDirect;
  if (inDirect !== undefined && to !== inDirect) {
    return considerContradiction(k, data, said, material, inDirect, at, policy);
  }
  if (to === undefined) return considerGroupMessage(k, data, said, material, at, policy);
  // a note to oneself reaches nobody
  if (to === data.actor) return considered(firstSight(k, data.actor, at), stricterOf(material, allow(policy)));
  return considerDirectMessage(k, data, said, material, to, at, policy);
}

/** A message that names one account, and the direct conversation with another: it must be allowed to reach both. */
function considerContradiction(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  said: Said,
  material: Material | null,
  inDirect: string,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const there = considerDirectMessage(k, data, said, material, inDirect, at, policy);
  if (data.other === undefined || data.other === data.actor) return there;
  const named = considerDirectMessage(k, data, said, material, data.other, at, policy, there.changes.conduct);
  const changes = {
    ...there.changes,
    conduct: named.changes.conduct,
    contacts: [...there.changes.contacts, ...named.changes.contacts],
    approaches: [...there.changes.approaches, ...named.changes.approaches],
  };
  const decision = join(policy, [there.decision, named.decision]);
  return considered(changes, decision, foundIn([there, named]), there.keep ?? named.keep);
}

export function otherInDirect(k: Knowledge, actor: string, conversation: string | undefined): string | undefined {
  if (conversation === undefined || k.conversation(conversation).kind !== 'direct') return undefined;
  const others = k.members(conversation).filter((m) => m !== actor);
  return others.length === 1 ? others[0] : undefined;
}

function considerDirectMessage(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  said: Said,
  material: Material | null,
  to: string,
  at: Seconds,
  policy: CompiledPolicy,
  conduct: Conduct | null = null,
): Considered {
  const actor = k.account(data.actor);
  const other = k.account(to);
  const out = k.contact(actor.id, other.id);
  const back = k.contact(other.id, actor.id);
  if (data.inContacts !== undefined) out.inContacts = data.inContacts;
  const facts = new Facts(k, policy, at, actor, other, out, back);
  if (conduct !== null) facts.watch.goOnFrom(conduct);
  facts.watch.observe(said);
  const turning = recogniseTurning(facts);
  const happening = { type: 'message.sent', said, k, actor, pair: facts, at } as const;
  const byTables = turning.decided(decide('message.sent', facts));
  const { decision: whole, found } = judge(policy, happening, stricterOf(material, byTables));
  const decision = withoutLeftOut(whole, facts);
  const concluded = facts.watch.conclude(decision.outcome, said, data.message, found);
  if (decision.outcome === 'allow' || decision.outcome === 'notice') {
    if (back.lastAt > 0 && back.messages > 0 && back.lastAt >= out.lastAt) out.replies++;
    out.messages++;
  } else {
    out.withheld++;
  }
  rememberWarned(out, decision, at);
  touch(out, back, at);
  const { conduct: after, approaches } = concluded;
  // each field by itself: a spread of a second object is copied the slow way, on every message
  const changes = turning.changed({
    ...NO_CHANGES,
    account: seen(actor, at),
    conduct: after,
    contacts: [out],
    approaches,
  });
  const keep = isKeptBetween(facts, policy.policy.keep) ? { other: other.id } : null;
  return considered(changes, decision, together(turning.found(found), concluded), keep);
}

/** Of which signs the other is warned now: not again for a while. */
export function rememberWarned(out: Contact, { reasons }: Decided, at: Seconds): void {
  for (const { signs = [] } of reasons) for (const sign of signs) out.warnedAt[warningSigns.indexOf(sign)] = at;
}

/** In small groups the actor's contact with every member is kept; beyond that, the conversation's own count. */
function considerGroupMessage(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  said: Said,
  material: Material | null,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(data.actor);
  const conversation = begun(k.conversation(data.conversation ?? ''), at);
  const joined = k.isMember(conversation.id, actor.id) ? [] : [actor.id];
  conversation.members += joined.length;
  const small = conversation.members <= SMALL_GROUP_MAX;
  const table = tableOfGroup(conversation);
  const itself = k.contact(actor.id, actor.id);
  // who left evidence towards a child, or kept writing to one, may be of a risk to that one alone, which the actor's own facts don't show
  const guarded =
    couldFit(policy.tables[table], new Facts(k, policy, at, actor, actor, itself, itself)) ||
    (small && mayBeScored(k.conduct(actor.id)));
  // a large group's members are only looked at where one of them may have to be protected from the actor
  const members = guarded || small ? k.members(conversation.id).filter((m) => m !== actor.id) : [];
  const byTables = stricterOf(material, guarded ? decideForAll(k, table, actor, members, at, policy) : allow(policy));
  const happening = { type: 'message.sent', group: true, said, k, actor, pair: null, at } as const;
  const { decision, found } = judge(policy, happening, byTables);
  const keep = keptInGroup(k, actor, members, small, policy);
  if (decision.outcome !== 'allow' && decision.outcome !== 'notice') {
    return considered({ ...NO_CHANGES, account: seen(actor, at) }, decision, found, keep);
  }
  const contacts = deliveredToGroup(k, actor, conversation, small ? members : [], at);
  const { conduct, approaches, ...seenOf } =
    seenInGroup(k, actor, members, data.message, said, at, policy) ?? NOTHING_SEEN;
  const changes = { ...NO_CHANGES, account: seen(actor, at), conduct, contacts, approaches, conversation, joined };
  return considered(changes, decision, together(found, seenOf), keep);
}

/** A direct conversation that others came into is no way round a child's yes: each of them is written to. */
export const tableOfGroup = ({ kind, members }: Conversation): 'message.sent' | 'message.sent in a group' =>
  kind === 'direct' && members > 2 ? 'message.sent' : 'message.sent in a group';

/** What a message that went to a group is to the actor's contacts with these members. */
export function deliveredToGroup(
  k: Knowledge,
  actor: Account,
  conversation: Conversation,
  members: readonly string[],
  at: Seconds,
): readonly Contact[] {
  conversation.messages++;
  conversation.lastAt = Math.max(conversation.lastAt, at);
  return members.map((member) => {
    const out = k.contact(actor.id, member);
    touch(out, k.contact(member, actor.id), at);
    out.groupMessages++;
    return out;
  });
}

/** A group of two is kept as what it is; a small one where policy says so, and it holds between the sender and a member. */
function keptInGroup(
  k: Knowledge,
  actor: Account,
  members: readonly string[],
  small: boolean,
  policy: CompiledPolicy,
): ToKeep | null {
  const { keep } = policy.policy;
  const [alone, ...more] = members;
  const isPair = alone !== undefined && more.length === 0;
  if (!small || keep.messages.days === 0 || !(isPair || keep.messages.smallGroups)) return null;
  const isKept = members.some((id) => {
    const connected = isConnected(k.contact(actor.id, id), k.contact(id, actor.id));
    return isKeptBetween({ actor, other: k.account(id), connected }, keep);
  });
  return isKept ? { other: isPair ? alone : null } : null;
}

/**
 * Evidence in a group in which there is a child counts in the conduct; null where there is nothing of that. A group of two
 * is a group by name: what is written there is written to the other, and counts as such.
 */
function seenInGroup(
  k: Knowledge,
  actor: Account,
  members: readonly string[],
  message: string,
  said: Said,
  at: Seconds,
  policy: CompiledPolicy,
): Concluded | null {
  const [alone, ...more] = members;
  const isPair = alone !== undefined && more.length === 0;
  const accounts = members.map((id) => k.account(id));
  const other = accounts.find(isKnownChild) ?? accounts.find(isChildWhenContacted);
  if (other === undefined || (!isPair && said.evidence.length === 0)) return null;
  const [out, back] = [k.contact(actor.id, other.id), k.contact(other.id, actor.id)];
  const { watch } = new Facts(k, policy, at, actor, other, out, back);
  if (!isPair) return watch.concludeInGroup(said.evidence, message);
  watch.observe(said, false);
  return watch.conclude('allow', said, message, NOTHING_FOUND);
}

const NOTHING_SEEN: Concluded = Object.freeze({ conduct: null, approaches: [], signals: [], cases: [] });

/** The strictest decision over the members of a group. */
export function decideForAll(
  k: Knowledge,
  table: 'message.sent' | 'message.sent in a group',
  actor: Account,
  members: readonly string[],
  at: Seconds,
  policy: CompiledPolicy,
): Decided {
  let strictest = allow(policy);
  for (const member of members.length === 0 ? [actor.id] : members) {
    const facts = new Facts(
      k,
      policy,
      at,
      actor,
      k.account(member),
      k.contact(actor.id, member),
      k.contact(member, actor.id),
    );
    strictest = join(policy, [strictest, decide(table, facts)]);
    if (strictest.outcome === 'block') return strictest;
  }
  return strictest;
}
