/**
 * What is held until people have looked. When they have, it is decided anew with what is known by then: a message that is let go
 * still can't pass a block that came meanwhile, and a child who is to be asked first is asked. docs/decisions/0025.
 */
import { SMALL_GROUP_MAX } from '@kith/contract';
import { allow, decide, join } from '../contact/decide.ts';
import { Facts } from '../contact/facts.ts';
import { withoutLeftOut } from '../contact/left-out.ts';
import type { Considered, Decided, Effect, EventHeld } from '../decided.ts';
import { type Changes, type Contact, type Knowledge, NO_CHANGES, type Seconds } from '../knowledge/index.ts';
import type { CompiledPolicy, CompiledRow } from '../policy/compile.ts';
import type { Told, ToldOf } from '../told.ts';
import { firstSight, touch } from './considered.ts';
import { begun } from './conversations.ts';
import { materialIn } from './media.ts';
import { decideForAll, deliveredToGroup, otherInDirect, rememberWarned, tableOfGroup } from './messages.ts';

type Judged = ToldOf<'held.judged'>['data'];

/** Adds what has to be known when people have looked, where the event waits for that. */
export function withHeld(event: Told, considered: Considered): Considered {
  const held = heldOf(event, considered.decision);
  return held === null ? considered : { ...considered, effects: [...considered.effects, held] };
}

function heldOf(event: Told, decision: Decided): EventHeld | null {
  if (event.type !== 'message.sent' && event.type !== 'connection.requested') return null;
  if (!isForPeople(event, decision)) return null;
  const { type } = event;
  const { actor, other } = event.data;
  if (event.type === 'connection.requested') return { type: 'event.held', held: { actor, type, other } };
  const { conversation, message, media } = event.data;
  const of = {
    ...(other !== undefined && { other }),
    ...(conversation !== undefined && { conversation }),
    ...(media !== undefined && { media }),
  };
  return { type: 'event.held', held: { actor, type, ...of, message } };
}

/** Held; or refused for a medium that a list has, which people may find wrong. What tables refuse, no ruling lifts. */
function isForPeople(event: ToldOf<'message.sent' | 'connection.requested'>, { outcome, reasons }: Decided): boolean {
  if (outcome === 'hold') return true;
  const isOfMedia = event.type === 'message.sent' && event.data.media !== undefined;
  return outcome === 'block' && isOfMedia && reasons[0]?.code === 'known_material';
}

/** People have looked: what is decided of it now goes to the platform, and what is delivered is a contact from now on. */
export function considerHeld(k: Knowledge, data: Judged, at: Seconds, policy: CompiledPolicy): Considered {
  if (data.choice === 'refuse')
    return revised(data, firstSight(k, data.actor, at), because('found_harmful', 'block', policy));
  const { decision, contacts } = decideAnew(k, data, at, withoutHolds(policy));
  const asIs = decision.outcome === 'allow' ? because('found_harmless', 'allow', policy) : decision;
  const first = firstSight(k, data.actor, at);
  if (data.type !== 'message.sent' || !isDelivered(decision)) return revised(data, first, asIs);
  return revised(data, { ...first, ...contacts() }, asIs);
}

interface Anew {
  decision: Decided;
  /** what its delivery changes */
  contacts: () => Partial<Changes>;
}

const isDelivered = ({ outcome }: Decided): boolean => outcome === 'allow' || outcome === 'notice';

function decideAnew(k: Knowledge, data: Judged, at: Seconds, policy: CompiledPolicy): Anew {
  const { actor, type, conversation, message = '', media } = data;
  // a list's entry that was found wrong matches no more; what is known still is no question of this person
  const known = media === undefined ? null : materialIn(k, { actor, message, media }, [], policy);
  if (known?.cases.some(({ verdict }) => verdict === 'verified')) {
    return { decision: known.decision, contacts: () => NO_CHANGES };
  }
  const inDirect = otherInDirect(k, actor, conversation);
  const others = [...new Set([data.other, inDirect])].flatMap((id) => (id === undefined || id === actor ? [] : [id]));
  if (others.length > 0 || conversation === undefined) return decidePairs(k, type, actor, others, at, policy);
  const account = k.account(actor);
  const group = begun(k.conversation(conversation), at);
  const joined = k.isMember(conversation, actor) ? [] : [actor];
  group.members += joined.length;
  const members = k.members(conversation).filter((member) => member !== actor);
  const decision = decideForAll(k, tableOfGroup(group), account, members, at, policy);
  const isSmall = group.members <= SMALL_GROUP_MAX;
  return {
    decision,
    contacts: () => ({
      contacts: deliveredToGroup(k, account, group, isSmall ? members : [], at),
      conversation: group,
      joined,
    }),
  };
}

interface Pair {
  out: Contact;
  back: Contact;
  decision: Decided;
}

function decidePairs(
  k: Knowledge,
  table: Judged['type'],
  actor: string,
  others: readonly string[],
  at: Seconds,
  policy: CompiledPolicy,
): Anew {
  const pairs = others.map((other): Pair => {
    const [out, back] = [k.contact(actor, other), k.contact(other, actor)];
    const facts = new Facts(k, policy, at, k.account(actor), k.account(other), out, back);
    return { out, back, decision: withoutLeftOut(decide(table, facts), facts) };
  });
  const decision = join(
    policy,
    pairs.map((pair) => pair.decision),
  );
  return { decision, contacts: () => ({ contacts: pairs.map((pair) => delivered(pair, at)) }) };
}

function delivered({ out, back, decision }: Pair, at: Seconds): Contact {
  touch(out, back, at);
  rememberWarned(out, decision, at);
  out.messages++;
  out.withheld = Math.max(0, out.withheld - 1);
  return out;
}

/** Its notices go with it: none is asked for once more by itself. */
function revised({ event }: Judged, changes: Changes, decision: Decided): Considered {
  const effects: Effect[] = [{ type: 'decision.revised', event, decision }];
  return { changes, decision, effects, signals: [], faults: [], keep: null };
}

const because = (
  code: 'found_harmless' | 'found_harmful',
  outcome: 'allow' | 'block',
  policy: CompiledPolicy,
): Decided => ({ ...allow(policy), outcome, reasons: [{ code }] });

const lifted = new WeakMap<CompiledPolicy, CompiledPolicy>();

/** The policy but for what waits until people have looked: they have. */
function withoutHolds(policy: CompiledPolicy): CompiledPolicy {
  let without = lifted.get(policy);
  if (without === undefined) {
    const { tables } = policy;
    const but = (rows: readonly CompiledRow[]) => rows.filter(({ outcome }) => outcome !== 'hold');
    without = {
      ...policy,
      tables: {
        ...tables,
        'message.sent': but(tables['message.sent']),
        'message.sent in a group': but(tables['message.sent in a group']),
        'connection.requested': but(tables['connection.requested']),
      },
    };
    lifted.set(policy, without);
  }
  return without;
}
