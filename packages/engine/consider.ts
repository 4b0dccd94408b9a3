/**
 * The whole of deciding: what an event changes, what is answered, what is to be sent.
 * Deterministic: no I/O, no clock, no randomness. It sees knowledge through an interface and changes nothing there.
 * An event writes only the rows of its actor and of the conversation it happens in
 * (docs/decisions/0003-rows-of-the-actor.md); it reads anyone's.
 */
import { CHILD_REQUESTS_REMEMBERED, SMALL_GROUP_MAX, type WarningSign } from '@kith/contract';
import { allow, decide, join } from './contact/decide.ts';
import { Facts } from './contact/facts.ts';
import type { Considered, Decided, Effect } from './decided.ts';
import {
  type Account,
  type Changes,
  type Contact,
  type Conversation,
  isChildWhenContacted,
  isConnected,
  type Knowledge,
  MEMBERS_COMPARED,
  NO_CHANGES,
  NO_REQUESTS,
  NOTHING_CHOSEN,
  nextStep,
  partSettings,
  type Seconds,
  warningSigns,
} from './knowledge/index.ts';
import { type CompiledPolicy, couldFit } from './policy/compile.ts';
import type { Told, ToldOf } from './told.ts';

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

/** One event against what is known. The same three always give the same answer. */
export function consider(k: Knowledge, event: Told, policy: CompiledPolicy): Considered {
  const at = Math.floor(event.at / 1000);
  switch (event.type) {
    case 'account.created':
    case 'account.updated':
    case 'signup.requested':
      return considered(learnOfAccount(k, event, at), allow(policy));
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

function considered(changes: Changes, decision: Decided): Considered {
  const effects =
    decision.notices.length === 0
      ? NO_EFFECTS
      : decision.notices.map((notice): Effect => ({ type: 'notice.requested', notice }));
  return { changes, decision, effects };
}

/** An account that nobody told of begins when it first acts. Gives null where that is known already. */
function seen(account: Account, at: Seconds): Account | null {
  if (account.createdAt > 0) return null;
  account.createdAt = at;
  return account;
}

function firstSight(k: Knowledge, actor: string, at: Seconds): Changes {
  const account = seen(k.account(actor), at);
  return account === null ? NO_CHANGES : { ...NO_CHANGES, account };
}

/* Accounts */

type AccountFacts = ToldOf<'account.created'> | ToldOf<'account.updated'> | ToldOf<'signup.requested'>;

function learnOfAccount(k: Knowledge, event: AccountFacts, at: Seconds): Changes {
  const { data } = event;
  const account = k.account(data.actor);
  if (event.type !== 'signup.requested') account.known = true;
  if (data.age !== undefined) {
    if (account.ageBand === 'adult' && data.age.band !== 'adult') {
      // what was chosen as an adult was chosen without being told what is given up (F2 a): a child begins protected
      account.settings = NOTHING_CHOSEN;
      account.pendingSettings = NOTHING_CHOSEN;
    }
    account.ageBand = data.age.band;
    account.ageMethod = data.age.method;
    account.ageConfidence = Math.round(data.age.confidence * 100);
  }
  if (data.country !== undefined) account.country = data.country;
  if (data.region !== undefined) account.region = data.region;
  if (data.language !== undefined) account.language = data.language;
  if (data.risk !== undefined) account.risk = data.risk;
  if (data.status !== undefined) account.status = data.status;
  if (data.settings !== undefined) account.settings = { ...account.settings, ...data.settings };
  if (data.createdAt !== undefined) {
    // never later than the event: a clock that is wrong must not make an account new for ever
    account.createdAt = Math.min(at, Math.max(1, Math.floor(Date.parse(data.createdAt) / 1000)));
  } else seen(account, at);
  return { ...NO_CHANGES, account };
}

/** What is not needed is not stored: a deleted account keeps its age band, when it began and that it is gone. */
function forgetAccount(k: Knowledge, actor: string): Changes {
  const account = k.account(actor);
  account.status = 'deleted';
  account.country = '';
  account.region = '';
  account.language = '';
  account.settings = NOTHING_CHOSEN;
  account.pendingSettings = NOTHING_CHOSEN;
  account.childRequests = NO_REQUESTS;
  return { ...NO_CHANGES, account };
}

const STATUS_AFTER = { restrict: 'restricted', suspend: 'suspended', disable: 'disabled', restore: 'active' } as const;

function learnOfEnforcement(k: Knowledge, data: ToldOf<'enforcement.applied'>['data'], at: Seconds): Changes {
  if (data.kind === 'warn' || data.kind === 'remove_content') return firstSight(k, data.actor, at);
  const account = k.account(data.actor);
  seen(account, at);
  account.status = STATUS_AFTER[data.kind];
  return { ...NO_CHANGES, account };
}

/** A child's weaker settings wait for its confirmation; everything else holds at once. */
function considerSettings(
  k: Knowledge,
  data: ToldOf<'settings.changed'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const account = k.account(data.actor);
  seen(account, at);
  const { weaker, rest } = partSettings(account, data.settings);
  const givenUp = Object.keys(weaker);
  const itself = k.contact(account.id, account.id);
  const facts = new Facts(k, policy, at, account, account, itself, itself, {
    adds: false,
    weakens: givenUp.length > 0,
  });
  const decision = decide('settings.changed', facts, () => ({ givenUp }));
  if (decision.outcome === 'allow' || decision.outcome === 'notice') {
    account.settings = { ...account.settings, ...rest, ...weaker };
  } else {
    account.settings = { ...account.settings, ...rest };
    // only what was asked can be answered: a policy that blocks or holds leaves nothing to confirm
    if (decision.outcome === 'confirm') account.pendingSettings = { ...account.pendingSettings, ...weaker };
  }
  for (const name of Object.keys(rest) as (keyof typeof rest)[]) {
    if (name in account.pendingSettings) {
      const { [name]: _, ...others } = account.pendingSettings;
      account.pendingSettings = others;
    }
  }
  return considered({ ...NO_CHANGES, account }, decision);
}

/* Two accounts */

/** Marks the actor's contact as acted on. */
function touch(out: Contact, back: Contact, at: Seconds): void {
  if (out.firstAt === 0) {
    out.firstAt = at;
    out.began = back.firstAt === 0;
  }
  out.lastAt = Math.max(out.lastAt, at);
}

type PairChange = (out: Contact, back: Contact, at: Seconds) => void;

const remove: PairChange = (out, back) => {
  out.removeStep = nextStep(out, back);
};

/** Whoever ends a connection or blocks takes back an earlier yes to messages, too: the next one asks again. */
const withdraw: PairChange = (out, back, at) => {
  remove(out, back, at);
  if (out.answer === 'accepted') out.answer = 'none';
};

const pairStep = {
  'connection.accepted': (out, back) => {
    if (!isConnected(out, back)) out.acceptStep = nextStep(out, back);
  },
  'connection.declined': remove,
  'connection.removed': withdraw,
  'account.unblocked': (out) => {
    out.blocking = false;
  },
} as const satisfies Record<string, PairChange>;

const block: PairChange = (out, back, at) => {
  out.blocking = true;
  out.blockedAt = Math.max(out.blockedAt, at);
  withdraw(out, back, at);
};

function towards(k: Knowledge, pair: { actor: string; other: string }, at: Seconds, change: PairChange): Changes {
  const out = k.contact(pair.actor, pair.other);
  const back = k.contact(pair.other, pair.actor);
  touch(out, back, at);
  change(out, back, at);
  return { ...NO_CHANGES, account: seen(k.account(pair.actor), at), contacts: [out] };
}

/** A child who acts against somebody is told what it does (F2 d). */
function considerAction(
  k: Knowledge,
  event: ToldOf<'account.blocked'> | ToldOf<'report.filed'>,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const { actor, other } = event.data;
  const changes = towards(k, event.data, at, (out, back) => {
    if (event.type === 'account.blocked') block(out, back, at);
    else out.reportedAt = Math.max(out.reportedAt, at);
  });
  const facts = new Facts(
    k,
    policy,
    at,
    k.account(actor),
    k.account(other),
    k.contact(actor, other),
    k.contact(other, actor),
  );
  return considered(changes, decide(event.type, facts));
}

function considerRequest(
  k: Knowledge,
  data: ToldOf<'connection.requested'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(data.actor);
  const other = k.account(data.other);
  const out = k.contact(actor.id, other.id);
  const back = k.contact(other.id, actor.id);
  if (data.inContacts !== undefined) out.inContacts = data.inContacts;
  const decision = decide('connection.requested', new Facts(k, policy, at, actor, other, out, back));
  touch(out, back, at);
  out.requestedAt = Math.max(out.requestedAt, at);
  let account = seen(actor, at);
  if (isChildWhenContacted(other)) {
    actor.childRequests = [...actor.childRequests, at].slice(-CHILD_REQUESTS_REMEMBERED);
    account = actor;
  }
  return considered({ ...NO_CHANGES, account, contacts: [out] }, decision);
}

function learnOfAnswer(k: Knowledge, data: ToldOf<'notice.answered'>['data'], at: Seconds): Changes {
  if (data.notice === 'weaker_setting') {
    const account = k.account(data.actor);
    seen(account, at);
    if (data.choice === 'accept') account.settings = { ...account.settings, ...account.pendingSettings };
    if (data.choice === 'accept' || data.choice === 'decline') account.pendingSettings = NOTHING_CHOSEN;
    return { ...NO_CHANGES, account };
  }
  if (data.other === undefined) return firstSight(k, data.actor, at);
  return towards(k, { actor: data.actor, other: data.other }, at, (out, back) => {
    if (data.choice === 'block') block(out, back, at);
    if (data.notice !== 'stranger_message') return;
    if (data.choice === 'accept' || data.choice === 'decline' || data.choice === 'block') {
      out.answer = data.choice === 'accept' ? 'accepted' : 'declined';
      out.answeredAt = at;
    }
  });
}

/* Messages */

/** A message in a direct conversation is one to its other member, whether or not the platform names them again. */
function considerMessage(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const to = data.other ?? otherInDirect(k, data.actor, data.conversation);
  if (to === undefined) return considerGroupMessage(k, data.actor, data.conversation, at, policy);
  // a note to oneself reaches nobody
  if (to === data.actor) return considered(firstSight(k, data.actor, at), allow(policy));
  return considerDirectMessage(k, data, to, at, policy);
}

function otherInDirect(k: Knowledge, actor: string, conversation: string | undefined): string | undefined {
  if (conversation === undefined || k.conversation(conversation).kind !== 'direct') return undefined;
  const others = k.members(conversation).filter((m) => m !== actor);
  return others.length === 1 ? others[0] : undefined;
}

function considerDirectMessage(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  to: string,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(data.actor);
  const other = k.account(to);
  const out = k.contact(actor.id, other.id);
  const back = k.contact(other.id, actor.id);
  if (data.inContacts !== undefined) out.inContacts = data.inContacts;
  const facts = new Facts(k, policy, at, actor, other, out, back);
  const decision = decide('message.sent', facts);
  if (decision.outcome === 'allow' || decision.outcome === 'notice') {
    if (back.lastAt > 0 && back.messages > 0 && back.lastAt >= out.lastAt) out.replies++;
    out.messages++;
  } else {
    out.withheld++;
  }
  for (const reason of decision.reasons) if (reason.signs !== undefined) rememberWarned(out, reason.signs, at);
  touch(out, back, at);
  return considered({ ...NO_CHANGES, account: seen(actor, at), contacts: [out] }, decision);
}

function rememberWarned(out: Contact, signs: readonly WarningSign[], at: Seconds): void {
  for (const sign of signs) out.warnedAt[warningSigns.indexOf(sign)] = at;
}

/* Conversations */

/** In small groups the actor's contact with every member is kept; beyond that, the conversation's own count. */
function considerGroupMessage(
  k: Knowledge,
  actorId: string,
  conversationId: string | undefined,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(actorId);
  const conversation = begun(k.conversation(conversationId ?? ''), at);
  const joined = k.isMember(conversation.id, actor.id) ? [] : [actor.id];
  conversation.members += joined.length;
  const small = conversation.members <= SMALL_GROUP_MAX;
  // a direct conversation that others came into is no way round a child's yes: each of them is written to
  const table = conversation.kind === 'direct' && conversation.members > 2 ? 'message.sent' : 'message.sent in a group';
  const itself = k.contact(actor.id, actor.id);
  const guarded = couldFit(policy.tables[table], new Facts(k, policy, at, actor, actor, itself, itself));
  // a large group's members are only looked at where one of them may have to be protected from the actor
  const members = guarded || small ? k.members(conversation.id).filter((m) => m !== actor.id) : [];
  const decision = guarded ? decideForAll(k, table, actor, members, at, policy) : allow(policy);
  if (decision.outcome !== 'allow' && decision.outcome !== 'notice') {
    return considered({ ...NO_CHANGES, account: seen(actor, at) }, decision);
  }
  conversation.messages++;
  conversation.lastAt = Math.max(conversation.lastAt, at);
  const contacts: Contact[] = [];
  for (const member of small ? members : []) {
    const out = k.contact(actor.id, member);
    touch(out, k.contact(member, actor.id), at);
    out.groupMessages++;
    contacts.push(out);
  }
  return considered({ ...NO_CHANGES, account: seen(actor, at), contacts, conversation, joined }, decision);
}

function begun(conversation: Conversation, at: Seconds): Conversation {
  if (!conversation.known) {
    conversation.known = true;
    conversation.createdAt = at;
  }
  return conversation;
}

/** The strictest decision over the members of a group. */
function decideForAll(
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

/** Somebody else who adds a child waits for the child's yes; the child is told how many members it does not know. */
function considerConversation(
  k: Knowledge,
  data: { actor: string; conversation: string },
  wanted: readonly string[],
  kind: 'direct' | 'group' | null,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(data.actor);
  const conversation = begun(k.conversation(data.conversation), at);
  if (kind !== null) conversation.kind = kind;
  const decisions: Decided[] = [];
  const joined: string[] = [];
  const entering = new Set(kind === null ? wanted : [data.actor, ...wanted]);
  const others = kind === null ? k.members(conversation.id) : [...entering];
  // two are a direct conversation, where each message is decided on; whoever is added to more is added to a group
  const crowd = conversation.kind === 'group' || new Set([...k.members(conversation.id), ...entering]).size > 2;
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
  const decision = join(policy, decisions);
  if (decision.outcome === 'block') return considered(firstSight(k, data.actor, at), decision);
  conversation.members += joined.length;
  return considered({ ...NO_CHANGES, account: seen(actor, at), conversation, joined }, decision);
}

/** How many of the first MEMBERS_COMPARED of these the account is not connected to. */
function countUnknown(k: Knowledge, account: string, members: readonly string[]): number {
  let unknown = 0;
  for (const m of members.filter((id) => id !== account).slice(0, MEMBERS_COMPARED)) {
    if (!isConnected(k.contact(account, m), k.contact(m, account))) unknown++;
  }
  return unknown;
}

function leave(k: Knowledge, data: ToldOf<'conversation.left'>['data']): Changes {
  const id = data.member ?? data.actor;
  if (!k.isMember(data.conversation, id)) return NO_CHANGES;
  const conversation = k.conversation(data.conversation);
  conversation.members--;
  return { ...NO_CHANGES, conversation, left: [id] };
}
