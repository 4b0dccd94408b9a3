/** Ordinary talk: two who know each other, at home, in a group. */
import { type Mix, mixes } from '../acts/mixes.ts';
import type { Person } from '../people/people.ts';
import type { Group, World } from '../world.ts';
import type { Scene } from './scene.ts';
import { write, writeToGroup } from './writing.ts';

/** Share of messages between people who know each other that bring a picture. */
const PICTURES = 0.04;

/** Which mixes two who know each other talk by: the first's, the second's. */
function mixesOf(world: World, a: Person, b: Person): readonly [Mix, Mix] {
  const { household } = world.people;
  const [childA, childB] = [world.isChild(a), world.isChild(b)];
  const home = household[a] === household[b];
  if (childA && childB) return home ? [mixes.siblings, mixes.siblings] : [mixes.teens, mixes.teens];
  if (!childA && !childB) return [mixes.adults, mixes.adults];
  const role = world.roleOf(childA ? b : a);
  const grownUp = home
    ? mixes.parentToChild
    : role === 'coach'
      ? mixes.coaching
      : role === 'teacher'
        ? mixes.teaching
        : mixes.relativeToChild;
  const child = home ? mixes.childToParent : role === 'ordinary' ? mixes.childToRelative : mixes.toLeader;
  return childA ? [child, grownUp] : [grownUp, child];
}

/** To and fro, a few lines or many. */
export function* talk(world: World, a: Person, b: Person): Scene {
  const [of, to] = mixesOf(world, a, b);
  yield* exchange(world, a, b, of, to, 2 + Math.floor(world.random.around(5)));
}

/** So many lines between two, who take turns loosely; ends where one no longer arrives. */
export function* exchange(world: World, a: Person, b: Person, of: Mix, to: Mix, lines: number): Scene<boolean> {
  let mine = true;
  const pace_ms = 8000 + world.random.around(40_000);
  for (let i = 0; i < lines; i++) {
    const [from, other] = mine ? [a, b] : [b, a];
    const act = i === 0 && world.random.is(0.4) ? 'greet' : (mine ? of : to).draw(world.random);
    const { arrived } = yield* write(world, from, other, { act, media: world.random.is(PICTURES) });
    if (!arrived || !world.isHere(a) || !world.isHere(b)) return false;
    yield 2000 + world.random.around(pace_ms);
    if (world.random.is(0.7)) mine = !mine;
  }
  return true;
}

/** The members who happen to be there write. */
export function* groupTalk(world: World, group: Group, mix: Mix, lines: number): Scene {
  const { random } = world;
  for (let i = 0; i < lines && group.members.length > 1; i++) {
    const from = random.pick(group.members);
    if (!world.isHere(from)) continue;
    yield* writeToGroup(world, from, group, mix.draw(random));
    yield 1000 + random.around(20_000);
  }
  if (group.members.length > 4 && random.is(0.02)) {
    const leaving = group.members.splice(random.below(group.members.length), 1)[0];
    yield { type: 'conversation.left', data: { actor: world.id(leaving), conversation: group.id } };
  }
}

/** Somebody makes a group; the others come in by themselves. */
export function* makeGroup(world: World, maker: Person, wanted: readonly Person[]): Scene<Group | undefined> {
  if (!world.isHere(maker)) return undefined;
  const group: Group = { id: world.name('g'), members: [maker], hasText: world.random.is(world.platform.textShare) };
  yield { type: 'conversation.created', data: { actor: world.id(maker), conversation: group.id, kind: 'group' } };
  for (const person of wanted) {
    if (person === maker || !world.isHere(person) || world.isBlocked(maker, person)) continue;
    yield 1000 + world.random.around(600_000);
    yield { type: 'conversation.joined', data: { actor: world.id(person), conversation: group.id } };
    group.members.push(person);
  }
  world.addGroup(group);
  return group;
}
