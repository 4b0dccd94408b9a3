/**
 * What is held until people have looked. When they have, it is decided anew with what is known by then: a message that is let go
 * still can't pass a block that came meanwhile, and a child who is to be asked first is asked. docs/decisions/0025.
 */
import { SMALL_GROUP_MAX } from '@kith/contract';
import { allow, decide, join } from '../contact/decide.ts';
import { Facts } from '../contact/facts.ts';
import { withoutLeftOut } from '../contact/left-out.ts';
import type { Considered, Decided, Effect, EventHeld } from '../decided.ts';
import type { Changes, Contact, Knowledge, Seconds } from '../knowledge/index.ts';
import type { CompiledPolicy, CompiledRow } from '../policy/compile.ts';
import type { Told, ToldOf } from '../told.ts';
import { firstSight, touch } from './considered.ts';
import { begun, enter } from './conversations.ts';
import { materialIn } from './media.ts';
import { decideForAll, deliveredToGroup, otherInDirect, rememberWarned, tableOfGroup } from './messages.ts';

type Judged = ToldOf<'held.judged'>['data'];

/** Adds what has to be known when people have looked, where the event waits for that. Knowledge is as it was before the event. */
export function withHeld(k: Knowledge, event: Told, considered: Considered): Considered {
  const held = heldOf(k, event, considered);
  return held === null ? considered : { ...considered, effects: [...considered.effects, { type: 'event.held', held }] };
}

function heldOf(k: Knowledge, event: Told, { decision, changes }: Considered): EventHeld['held'] | null {
  if (event.type === 'message.sent') return isForPeople(event, decision) ? heldMessage(event.data) : null;
  if (decision.outcome !== 'hold') return null;
  if (event.type === 'connection.requested') {
    const { actor, other } = event.data;
    return { actor, type: event.type, other };
  }
  return event.type === 'conversation.created' || event.type === 'conversation.joined'
    ? heldEntry(k, event, changes)
    : null;
}

function heldMessage({
  actor,
  other,
  conversation,
  message,
  media,
}: ToldOf<'message.sent'>['data']): EventHeld['held'] {
  const of = {
    ...(other !== undefined && { other }),
    ...(conversation !== undefined && { conversation }),
    ...(media !== undefined && { media }),
  };
  return { actor, type: 'message.sent', ...of, message };
}

/** Those who could not come in; null where everybody who was to is in it. */
function heldEntry(
  k: Knowledge,
  event: ToldOf<'conversation.created' | 'conversation.joined'>,
  { joined }: Changes,
): EventHeld['held'] | null {
  const { actor, conversation } = event.data;
  const wanted = event.type === 'conversation.created' ? [actor, ...event.data.members] : [event.data.member ?? actor];
  const members = [...new Set(wanted)].filter((id) => !joined.includes(id) && !k.isMember(conversation, id));
  if (members.length === 0) return null;
  const { type } = event;
  return {
    actor,
    type,
    conversation,
    members,
    ...(event.type === 'conversation.created' && { kind: event.data.kind }),
  };
}

/** Held; or refused for a medium that a list has, which people may find wrong. What tables refuse, no ruling lifts. */
function isForPeople({ data }: ToldOf<'message.sent'>, { outcome, reasons }: Decided): boolean {
  if (outcome === 'hold') return true;
  return outcome === 'block' && data.media !== undefined && reasons[0]?.code === 'known_material';
}

/** People have looked: what is decided of it now goes to the platform, and what is delivered is a contact from now on. */
export function considerHeld(k: Knowledge, data: Judged, at: Seconds, policy: CompiledPolicy): Considered {
  if (data.choice === 'refuse')
    return revised(data, firstSight(k, data.actor, at), because('found_harmful', 'block', policy));
  const { decision, changes } = decideAnew(k, data, at, withoutHolds(policy));
  const asIs = decision.outcome === 'allow' ? because('found_harmless', 'allow', policy) : decision;
  return revised(data, { ...firstSight(k, data.actor, at), ...changes() }, asIs);
}

interface Anew {
  decision: Decided;
  /** what follows from it for what is known */
  changes: () => Partial<Changes>;
}
const nothing = (): Partial<Changes> => ({});

const isDelivered = ({ outcome }: Decided): boolean => outcome === 'allow' || outcome === 'notice';

function decideAnew(k: Knowledge, data: Judged, at: Seconds, policy: CompiledPolicy): Anew {
  switch (data.type) {
    case 'message.sent':
      return decideMessage(k, data, at, policy);
    case 'connection.requested': {
      const others = data.other === undefined ? [] : [data.other];
      return { decision: decidePairs(k, data.type, data.actor, others, at, policy).decision, changes: nothing };
    }
    case 'conversation.created':
    case 'conversation.joined':
      return decideEntry(k, data, at, policy);
    default:
      return data.type satisfies never;
  }
}

/** Whoever came in meanwhile is in it already. Where one of them is refused nobody comes in, as at first. */
function decideEntry(k: Knowledge, data: Judged, at: Seconds, policy: CompiledPolicy): Anew {
  const { actor, conversation: into, members = [], kind = 'group' } = data;
  if (into === undefined) return { decision: allow(policy), changes: nothing };
  const made = data.type === 'conversation.created' ? kind : null;
  const { decision, conversation, joined } = enter(
    k,
    { actor, conversation: into },
    new Set(members),
    made,
    at,
    policy,
  );
  return { decision, changes: () => (decision.outcome === 'block' ? {} : { conversation, joined }) };
}

function decideMessage(k: Knowledge, data: Judged, at: Seconds, policy: CompiledPolicy): Anew {
  const { actor, conversation, message = '', media } = data;
  // a list's entry that was found wrong matches no more; what is known still is no question of this person
  const known = media === undefined ? null : materialIn(k, { actor, message, media }, [], policy);
  if (known?.cases.some(({ verdict }) => verdict === 'verified')) return { decision: known.decision, changes: nothing };
  const inDirect = otherInDirect(k, actor, conversation);
  const others = [...new Set([data.other, inDirect])].flatMap((id) => (id === undefined || id === actor ? [] : [id]));
  if (others.length > 0 || conversation === undefined) {
    const { decision, pairs } = decidePairs(k, 'message.sent', actor, others, at, policy);
    const contacts = () => ({ contacts: pairs.map((pair) => delivered(pair, at)) });
    return { decision, changes: isDelivered(decision) ? contacts : nothing };
  }
  const account = k.account(actor);
  const group = begun(k.conversation(conversation), at);
  const joined = k.isMember(conversation, actor) ? [] : [actor];
  group.members += joined.length;
  const members = k.members(conversation).filter((member) => member !== actor);
  const decision = decideForAll(k, tableOfGroup(group), account, members, at, policy);
  const isSmall = group.members <= SMALL_GROUP_MAX;
  const changes = () => ({
    contacts: deliveredToGroup(k, account, group, isSmall ? members : [], at),
    conversation: group,
    joined,
  });
  return { decision, changes: isDelivered(decision) ? changes : nothing };
}

interface Pair {
  out: Contact;
  back: Contact;
  decision: Decided;
}

function decidePairs(
  k: Knowledge,
  table: 'message.sent' | 'connection.requested',
  actor: string,
  others: readonly string[],
  at: Seconds,
  policy: CompiledPolicy,
): { decision: Decided; pairs: readonly Pair[] } {
  const pairs = others.map((other): Pair => {
    const [out, back] = [k.contact(actor, other), k.contact(other, actor)];
    const facts = new Facts(k, policy, at, k.account(actor), k.account(other), out, back);
    return { out, back, decision: withoutLeftOut(decide(table, facts), facts) };
  });
  const decision = join(
    policy,
    pairs.map((pair) => pair.decision),
  );
  return { decision, pairs };
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
        'conversation.joined': but(tables['conversation.joined']),
      },
    };
    lifted.set(policy, without);
  }
  return without;
}
