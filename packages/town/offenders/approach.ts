/** How an offender comes to write to a child at all: asks, writes where that is allowed, comes through others or a group. */
import { MINUTE_MS } from '../options.ts';
import type { Person } from '../people/people.ts';
import { connect } from '../scenes/connecting.ts';
import type { Scene } from '../scenes/scene.ts';
import { mayWrite, welcome } from '../scenes/strangers.ts';
import { writeToGroup } from '../scenes/writing.ts';
import type { Target } from '../truth/truth.ts';
import { untilAwake } from './hours.ts';
import type { Offender } from './offender.ts';
import type { OffenderType } from './types.ts';

/** They are let in more readily: through friends in common, a group, or from the neighbourhood. */
const KNOWN_FROM_SOMEWHERE: ReadonlySet<OffenderType> = new Set(['quiet', 'mentor', 'oneTarget']);

/** Gives the target once it can be written to; undefined where it could not be reached. */
export function* reachChild(o: Offender, child: Person): Scene<Target | undefined> {
  const { world, plan, account } = o;
  if (plan.type === 'quiet') yield* throughFriends(o, child);
  if (plan.type === 'mentor') yield* throughGroup(o, child);
  yield* untilAwake(world);
  if (!world.isHere(account) || world.isBlocked(account, child)) return undefined;
  const target = o.target(child);
  if (mayWrite(world, account, child) && world.random.is(0.6)) return target;
  // a profile that says to be of one's age is let in as a teen's is
  const seemsTeen = plan.parameters.falseAge ? 0.35 : 0;
  const mutual = KNOWN_FROM_SOMEWHERE.has(plan.type) ? 0.25 : 0;
  if (yield* connect(world, account, child, Math.min(0.9, welcome(world, child, account) + seemsTeen + mutual)))
    return target;
  if (world.isHere(account) && mayWrite(world, account, child) && !world.isBlocked(account, child)) return target;
  target.endedAt = world.now;
  return undefined;
}

/** First a friend or two of the child's, so that there are friends in common. */
function* throughFriends(o: Offender, child: Person): Scene {
  const { world, account } = o;
  const friends = world.friendsOf(child).filter((p) => p !== account && !world.know(account, p));
  for (const friend of friends.slice(0, 1 + world.random.below(3))) {
    yield* connect(world, account, friend, 0.45);
    yield world.random.around(90 * MINUTE_MS);
  }
}

/** Joins a group that the child is in, and helps there. */
function* throughGroup(o: Offender, child: Person): Scene {
  const { world, account } = o;
  const { random } = world;
  const near = world.groups.slice(-500).find((group) => group.members.includes(child));
  const group = near ?? (world.groups.length > 0 ? random.pick(world.groups) : undefined);
  if (group === undefined) return;
  if (!group.members.includes(account)) {
    yield { type: 'conversation.joined', data: { actor: world.id(account), conversation: group.id } };
    group.members.push(account);
  }
  for (let i = 2 + random.below(5); i > 0; i--) {
    yield* writeToGroup(world, account, group, 'helpful');
    yield random.around(20 * MINUTE_MS);
  }
}
