/** One asks to connect, the other answers. */
import type { Person } from '../people/people.ts';
import type { World } from '../world.ts';
import { answerNotices } from './notices.ts';
import type { Scene } from './scene.ts';
import { write } from './writing.ts';

/** Share of requests that are accepted where people know each other, and where adults don't. */
const KNOWN_ACCEPT = 0.9;
const ADULTS_ACCEPT = 0.5;
const STRANGERS_PHONE = 0.5;

/**
 * Gives whether they are connected now. `accepts`: the share in which the other says yes, where nobody shows a notice.
 * On a platform without connections nothing happens, and they may write.
 */
export function* connect(world: World, from: Person, to: Person, accepts?: number): Scene<boolean> {
  if (!world.platform.connections) return true;
  if (world.areFriends(from, to)) return true;
  if (world.isBlocked(from, to)) return false;
  const know = world.know(from, to);
  const answer = yield {
    type: 'connection.requested',
    data: {
      actor: world.id(from),
      other: world.id(to),
      ...(know && world.random.is(STRANGERS_PHONE) && { inContacts: true }),
    },
  };
  if (answer.outcome === 'block' || answer.outcome === 'hold') return false;
  const chosen = yield* answerNotices(world, answer);
  if (chosen.get(from) === 'decline' || world.isBlocked(from, to)) return false;
  if (chosen.size === 0) yield world.random.around((know ? 10 : 40) * 60_000);
  const share = accepts ?? (know ? KNOWN_ACCEPT : ADULTS_ACCEPT);
  const choice = chosen.get(to) ?? (world.random.is(share) ? 'accept' : world.random.is(0.5) ? 'decline' : 'ok');
  if (choice === 'accept') {
    world.befriend(from, to);
    yield { type: 'connection.accepted', data: { actor: world.id(to), other: world.id(from) } };
    return true;
  }
  if (choice === 'decline') {
    yield { type: 'connection.declined', data: { actor: world.id(to), other: world.id(from) } };
  }
  return false;
}

/** Two who have always been going to know each other find each other, and say so. */
export function* meet(world: World, from: Person, to: Person): Scene {
  if (!world.isHere(from) || !world.isHere(to)) return;
  const inContacts = world.random.is(STRANGERS_PHONE) ? { inContacts: true } : {};
  if (world.platform.connections) {
    const pair = { actor: world.id(from), other: world.id(to) };
    const answer = yield { type: 'connection.requested', data: { ...pair, ...inContacts } };
    if (answer.notices.length > 0) {
      const chosen = yield* answerNotices(world, answer);
      if (chosen.get(to) === 'decline') return world.part(from, to);
    }
    yield 60_000 + world.random.around(3 * 3_600_000);
    yield { type: 'connection.accepted', data: { actor: pair.other, other: pair.actor } };
  }
  if (!world.random.is(0.6)) return;
  yield 5000 + world.random.around(3_600_000);
  yield* write(world, from, to, { act: 'greet', ...inContacts });
  yield 5000 + world.random.around(1_200_000);
  yield* write(world, to, from, { act: 'fine' });
}
