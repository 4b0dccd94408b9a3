/** Ordinary life: two people write, a group talks, pictures are sent, settings are changed. */
import type { Person } from '../people/person.ts';
import { line } from '../talk.ts';
import type { Answer, Group, Scene, Step, World } from '../world.ts';
import { answerNotices } from './notices.ts';

/** The largest group that anybody makes here: some are over the size up to which contacts are kept one by one. */
const GROUP_MAX = 16;

/** Sends one message. Gives whether it arrived. */
export function* write(world: World, from: Person, to: Person): Generator<Step, boolean, Answer> {
  const message = world.name('message');
  const media = world.random.is(0.04) ? [world.name('picture')] : undefined;
  if (media !== undefined) {
    const [picture = ''] = media;
    yield { type: 'media.uploaded', data: { actor: from.id, media: picture, contentType: 'image/jpeg' } };
  }
  const answer = yield {
    type: 'message.sent',
    data: {
      actor: from.id,
      message,
      other: to.id,
      text: line(from.language, world.random),
      language: from.language,
      ...(media && { media }),
    },
  };
  if (answer.reasons.some((r) => r.code === 'sender_restricted')) world.restricted.add(from.id);
  const chosen = yield* answerNotices(world, answer);
  if (world.isBlocked(from, to)) return false;
  if (answer.outcome === 'confirm') return chosen.get(to.id) === 'accept';
  const arrived = answer.outcome === 'allow' || answer.outcome === 'notice';
  if (arrived && world.random.is(0.01)) yield { type: 'message.deleted', data: { actor: from.id, message } };
  return arrived;
}

/** Two people who are connected write to and fro. */
export function* talk(world: World, a: Person, b: Person): Scene {
  const lines = 3 + world.random.below(8);
  let [from, to] = [a, b];
  for (let i = 0; i < lines; i++) {
    if (world.isBlocked(a, b) || !(yield* write(world, from, to))) return;
    yield { wait_s: 2 + world.random.below(20) };
    if (world.random.is(0.7)) [from, to] = [to, from];
  }
}

/** Somebody makes a group of friends and friends of friends. */
export function* makeGroupOfFriends(world: World, maker: Person): Scene {
  const size = 2 + world.random.below(GROUP_MAX - 2);
  const around = world.friendsOf(maker).flatMap((friend) => [friend, ...world.friendsOf(friend)]);
  const invited = [...new Set(around)].filter((p) => p !== maker && p.child === maker.child);
  yield* makeGroup(world, maker, invited.slice(0, size));
}

/** Children are asked before they are in a group; those who accept come in by themselves. */
export function* makeGroup(world: World, maker: Person, wanted: readonly Person[]): Scene {
  const invited = wanted.filter((p) => !world.isBlocked(maker, p));
  if (invited.length === 0) return;
  const group: Group = { id: world.name('group'), members: [maker] };
  const answer = yield {
    type: 'conversation.created',
    data: { actor: maker.id, conversation: group.id, kind: 'group', members: invited.map((p) => p.id) },
  };
  if (answer.outcome === 'block' || answer.outcome === 'hold') return;
  const asked = new Set(answer.notices.map((n) => n.to));
  group.members.push(...invited.filter((p) => !asked.has(p.id)));
  world.groups.push(group);
  if (world.groups.length > GROUPS_MAX) world.groups.shift();
  const chosen = yield* answerNotices(world, answer);
  for (const person of invited) {
    if (!asked.has(person.id) || chosen.get(person.id) !== 'accept') continue;
    yield { type: 'conversation.joined', data: { actor: person.id, conversation: group.id } };
    group.members.push(person);
  }
  yield* groupTalk(world, group);
}
/** How many groups talk at a time; older ones fall silent. */
const GROUPS_MAX = 60;

export function* groupTalk(world: World, group: Group): Scene {
  const lines = 4 + world.random.below(14);
  for (let i = 0; i < lines && group.members.length > 1; i++) {
    const from = world.random.pick(group.members);
    const text = line(from.language, world.random);
    const message = world.name('message');
    const answer = yield { type: 'message.sent', data: { actor: from.id, message, conversation: group.id, text } };
    yield* answerNotices(world, answer);
    yield { wait_s: 1 + world.random.below(9) };
  }
  if (group.members.length > 3 && world.random.is(0.2)) {
    const leaving = group.members.pop();
    if (leaving === undefined) return;
    yield { type: 'conversation.left', data: { actor: leaving.id, conversation: group.id } };
  }
}

/** Somebody tries other settings; a child is told what it gives up, and may think again. */
export function* changeSettings(world: World, person: Person): Scene {
  const settings = world.random.pick([
    { directMessages: 'ask' as const },
    { directMessages: 'ask' as const },
    { directMessages: 'connections' as const },
    { showLocation: true },
    { showLocation: false },
    { showOwnList: true },
    { beSuggested: true, seeSuggestions: true },
    { beSuggested: false, seeSuggestions: false },
  ]);
  const answer = yield { type: 'settings.changed', data: { actor: person.id, settings } };
  yield* answerNotices(world, answer);
}

export function* changeProfile(world: World, person: Person): Scene {
  const field = world.random.pick(['name', 'picture', 'about'] as const);
  yield { type: 'profile.updated', data: { actor: person.id, fields: [field] } };
}

/** Friends fall out, and sometimes make up. */
export function* fallOut(world: World, a: Person, b: Person): Scene {
  world.part(a, b);
  yield { type: 'connection.removed', data: { actor: a.id, other: b.id } };
}
