/** What one account does to another: asks, accepts, ends, blocks, reports, answers. */
import { CHILD_REQUESTS_REMEMBERED } from '@kith/contract';
import { allow, decide } from '../contact/decide.ts';
import { Facts } from '../contact/facts.ts';
import { isFamily } from '../contact/family-notices.ts';
import { withoutLeftOut } from '../contact/left-out.ts';
import type { Considered } from '../decided.ts';
import {
  type Changes,
  type Contact,
  isChildWhenContacted,
  isConnected,
  isKnownChild,
  type Knowledge,
  NO_CHANGES,
  nextStep,
  type Seconds,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { judge } from '../policy/rules/index.ts';
import { SAID_NOTHING } from '../signals/carried.ts';
import type { ToldOf } from '../told.ts';
import { considered, firstSight, seen, together, touch } from './considered.ts';
import { recogniseTurning } from './returning.ts';
import { answerWeaker } from './settings.ts';

type PairChange = (out: Contact, back: Contact, at: Seconds) => void;

const remove: PairChange = (out, back) => {
  out.removeStep = nextStep(out, back);
};

/** Whoever ends a connection or blocks takes back an earlier yes to messages, too: the next one asks again. */
const withdraw: PairChange = (out, back, at) => {
  remove(out, back, at);
  if (out.answer === 'accepted') out.answer = 'none';
};

/** What the plain events between two accounts do to the contact of the one who acts. */
export const pairStep = {
  'connection.accepted': (out, back) => {
    // nobody says yes to their own request, nor to one that a block has ended since
    const ownRequest = out.requestedAt > 0 && back.requestedAt === 0;
    if (ownRequest || out.blocking || back.blocking || isConnected(out, back)) return;
    out.acceptStep = nextStep(out, back);
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

/** Changes the actor's contact with the other, and nothing of the other's. */
export function towards(
  k: Knowledge,
  pair: { actor: string; other: string },
  at: Seconds,
  change: PairChange,
): Changes {
  const out = k.contact(pair.actor, pair.other);
  const back = k.contact(pair.other, pair.actor);
  touch(out, back, at);
  change(out, back, at);
  const account = k.account(pair.actor);
  const began = seen(account, at);
  if (!out.blocking || account.blocks) return { ...NO_CHANGES, account: began, contacts: [out] };
  account.blocks = true;
  return { ...NO_CHANGES, account, contacts: [out] };
}

/** A child who acts against somebody is told what it does (F2 d). */
export function considerAction(
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
  const acted = considered(changes, withoutLeftOut(decide(event.type, facts), facts));
  if (event.type === 'account.blocked') return acted;
  return { ...acted, reporter: { child: isKnownChild(facts.actor), language: facts.actor.language } };
}

/** A wish to connect; those to children are remembered, for the daily limit. */
export function considerRequest(
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
  const facts = new Facts(k, policy, at, actor, other, out, back);
  facts.watch.observe(SAID_NOTHING);
  const turning = recogniseTurning(facts);
  const happening = { type: 'connection.requested', k, actor, pair: facts, at } as const;
  const decided = turning.decided(decide('connection.requested', facts));
  const { decision, found } = judge(policy, happening, decided);
  const { conduct, approaches, ...seenOf } = facts.watch.conclude(decision.outcome, SAID_NOTHING, null, found);
  touch(out, back, at);
  out.requestedAt = Math.max(out.requestedAt, at);
  let account = seen(actor, at);
  if (isChildWhenContacted(other)) {
    // one that is told late must not push out a newer one
    actor.childRequests = [...actor.childRequests, at].sort((a, b) => a - b).slice(-CHILD_REQUESTS_REMEMBERED);
    account = actor;
  }
  const changes = turning.changed({ ...NO_CHANGES, account, conduct, contacts: [out], approaches });
  return considered(changes, decision, together(turning.found(found), seenOf));
}

/** What was found in an earlier message, on the device or by a slower look: it counts from now on. */
export function learnOfEvidence(
  k: Knowledge,
  data: ToldOf<'evidence.found'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const actor = k.account(data.actor);
  const other = k.account(data.other);
  const out = k.contact(actor.id, other.id);
  const facts = new Facts(k, policy, at, actor, other, out, k.contact(other.id, actor.id));
  const said = { evidence: data.evidence ?? [], sketch: 0 };
  facts.watch.observe(said, false);
  const happening = { type: 'evidence.found', said, k, actor, pair: facts, at } as const;
  const { found } = judge(policy, happening, allow(policy));
  const { conduct, approaches, ...seenOf } = facts.watch.conclude('allow', said, data.message ?? null, found);
  touch(out, facts.back, at);
  const changes = { ...NO_CHANGES, account: seen(actor, at), conduct, contacts: [out], approaches };
  return considered(changes, allow(policy), together(found, seenOf));
}

/** What somebody chose on a notice: only a yes to the notice that explained it weakens a setting or opens messages. */
export function considerAnswer(
  k: Knowledge,
  data: ToldOf<'notice.answered'>['data'],
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  return data.notice === 'weaker_setting'
    ? answerWeaker(k, data, at, policy)
    : considered(learnOfAnswer(k, data, at), allow(policy));
}

function learnOfAnswer(k: Knowledge, data: ToldOf<'notice.answered'>['data'], at: Seconds): Changes {
  // a guardianship is no contact: what is answered about one opens nothing and is no sign of being in touch
  if (data.other === undefined || isFamily(data.notice)) return firstSight(k, data.actor, at);
  return towards(k, { actor: data.actor, other: data.other }, at, (out, back) => {
    if (data.choice === 'block') block(out, back, at);
    if (data.notice !== 'stranger_message') return;
    if (data.choice === 'accept' || data.choice === 'decline' || data.choice === 'block') {
      out.answer = data.choice === 'accept' ? 'accepted' : 'declined';
      out.answeredAt = at;
    }
  });
}
