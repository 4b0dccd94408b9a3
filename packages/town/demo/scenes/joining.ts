/** A household joins: its accounts, the connections at home, and those with the people that they know. */
import type { Person } from '../people/person.ts';
import type { Scene, World } from '../world.ts';
import { answerNotices } from './notices.ts';

/** How many acquaintances a newcomer asks at first. */
const ASKED_FIRST = 3;
/** Share of requests that those who are shown no notice accept. */
const GROWN_UPS_ACCEPT = 0.85;
const DAY_MS = 86_400_000;

export function* accountCreated(world: World, person: Person, now: number): Scene {
  if (world.hasJoined(person)) return;
  world.join(person);
  yield {
    type: 'account.created',
    data: {
      actor: person.id,
      // where the age is unknown, nothing is said of it
      ...(person.band !== 'unknown' && {
        age: { band: person.band, method: person.method, confidence: person.confidence },
      }),
      country: person.country,
      ...(person.region !== '' && { region: person.region }),
      language: person.language,
      createdAt: new Date(now - person.accountAge_days * DAY_MS).toISOString(),
    },
  };
}

/** One asks, the other answers as people do. */
export function* connect(world: World, from: Person, to: Person): Scene {
  if (world.areFriends(from, to) || world.isBlocked(from, to)) return;
  const inContacts = world.know(from, to) && world.random.is(0.5);
  const answer = yield {
    type: 'connection.requested',
    data: { actor: from.id, other: to.id, ...(inContacts && { inContacts }) },
  };
  if (answer.outcome === 'block' || answer.outcome === 'hold') return;
  const chosen = yield* answerNotices(world, answer);
  if (chosen.get(from.id) === 'decline' || world.isBlocked(from, to)) return;
  const choice = chosen.get(to.id) ?? (world.random.is(GROWN_UPS_ACCEPT) ? 'accept' : 'decline');
  if (choice === 'accept') {
    world.befriend(from, to);
    yield { type: 'connection.accepted', data: { actor: to.id, other: from.id } };
  } else if (choice === 'decline') {
    yield { type: 'connection.declined', data: { actor: to.id, other: from.id } };
  }
}

/** A newcomer finds somebody they know. */
export function acquaintance(world: World, person: Person): Person | undefined {
  for (let tries = 0; tries < 12; tries++) {
    const other = world.random.pick(person.child ? world.children : world.joined);
    if (other === person || world.areFriends(person, other) || world.isBlocked(person, other)) continue;
    // grown-ups on the platform know each other from anywhere
    if (person.child ? world.know(person, other) : !other.child) return other;
  }
  return undefined;
}

export function* household(world: World, members: readonly Person[], now: number): Scene {
  for (const person of members) yield* accountCreated(world, person, now);
  const [first, ...rest] = members;
  if (first === undefined) return;
  for (const person of rest) yield* connect(world, first, person);
  for (const person of members) {
    for (let i = 0; i < ASKED_FIRST; i++) {
      const other = acquaintance(world, person);
      if (other !== undefined) yield* connect(world, person, other);
    }
  }
}
