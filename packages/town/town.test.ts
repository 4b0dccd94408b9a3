import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type EventInput, readEvent } from '@kith/contract';
import { createTown, type Town, type TownEvent, type TownOptions } from './index.ts';

const DAY_MS = 86_400_000;
const SMALL: TownOptions = {
  seed: 'town',
  accounts: 1500,
  days: 4,
  split: 'training',
  offenders: 0.02,
  now: Date.UTC(2026, 10, 2),
};

const hashOf = (events: Iterable<TownEvent>): string => {
  const hash = createHash('sha256');
  for (const { event } of events) hash.update(JSON.stringify(event));
  return hash.digest('hex');
};
/** One town, lived to its end: the events are many, so several tests look at the same. */
function lived(options: TownOptions): { town: Town; events: TownEvent[] } {
  const town = createTown(options);
  return { town, events: [...town.events()] };
}
const { town, events } = lived(SMALL);
const texts = (list: readonly TownEvent[]): string[] =>
  list.flatMap(({ event }) =>
    event.type === 'message.sent' && event.data.text !== undefined ? [event.data.text] : [],
  );

describe('a town', () => {
  it('is the same, byte for byte, for the same seed, and another for another', () => {
    const hash = hashOf(events);
    assert.equal(hashOf(createTown(SMALL).events()), hash);
    assert.notEqual(hashOf(createTown({ ...SMALL, seed: 'another' }).events()), hash);
  });

  it('begins alike however many days it is asked for', () => {
    const fewer = lived({ ...SMALL, days: 2 }).events;
    assert.ok(fewer.length > 10_000);
    assert.equal(hashOf(fewer), hashOf(events.slice(0, fewer.length)));
    assert.ok((events[fewer.length]?.at ?? 0) >= SMALL.now + 2 * DAY_MS);
  });

  it('tells only what the contract allows, in order of time, each id once', () => {
    let last = 0;
    const ids = new Set<string>();
    for (const { event, at } of events) {
      const read = readEvent(event);
      assert.ok(read.ok, JSON.stringify([event, read]));
      assert.ok(at >= last);
      assert.equal(Date.parse(event.time ?? ''), at);
      last = at;
      ids.add(event.id);
    }
    assert.equal(ids.size, events.length);
  });

  it('creates an account before it acts, once', () => {
    const made = new Set<string>();
    for (const { event } of events) {
      if (event.type !== 'account.created') assert.ok(made.has(event.data.actor), `${event.data.actor} ${event.type}`);
      else {
        assert.ok(!made.has(event.data.actor), event.data.actor);
        made.add(event.data.actor);
      }
    }
  });

  it('has everything that happens on a platform', () => {
    const types = new Set<EventInput['type']>(events.map(({ event }) => event.type));
    for (const type of [
      ...(['connection.requested', 'connection.accepted', 'connection.declined', 'connection.removed'] as const),
      ...([
        'account.blocked',
        'report.filed',
        'conversation.created',
        'conversation.joined',
        'message.deleted',
      ] as const),
      ...(['media.uploaded', 'settings.changed', 'profile.updated'] as const),
    ]) {
      assert.ok(types.has(type), type);
    }
    const withText = texts(events).length / events.filter(({ event }) => event.type === 'message.sent').length;
    assert.ok(withText > 0.6 && withText < 0.95, `${withText}`);
  });
});

describe('what is true in the town', () => {
  it('names targets and harm as they are in the events', () => {
    const { offenders } = town.truth;
    assert.equal(offenders.length, 30);
    const messages = new Map<string, TownEvent>();
    for (const one of events) if (one.event.type === 'message.sent') messages.set(one.event.data.message, one);
    assert.ok(offenders.some((o) => o.harm.length > 0));
    for (const offender of offenders) {
      for (const harm of offender.harm) {
        const sent = messages.get(harm.message);
        assert.equal(sent?.at, harm.at);
        assert.equal(sent?.event.data.actor, harm.account);
        assert.ok(town.truth.isChild(harm.child));
        assert.equal(town.truth.kind(harm.account), 'offender');
        const target = offender.targets.find((t) => t.child === harm.child);
        assert.ok(target !== undefined && target.firstContact <= harm.at);
      }
    }
  });

  it('is in no event: no field, id or word of an event says who offends or which act a line is', () => {
    const allowed = /^(child|teen|adult|person)-\d+$/;
    const secret = /offend|groom|predator|ask_|hard.?negative|training|heldOut/i;
    for (const { event } of events) {
      assert.match(event.data.actor, allowed);
      const { ...said } = event.data;
      assert.doesNotMatch(JSON.stringify({ ...said, text: undefined }), secret);
    }
    // who joins late or has a high number is no offender more often than others
    const number = (account: string) => Number(account.split('-')[1]);
    const mean = town.truth.offenders.reduce((sum, o) => sum + number(o.accounts[0] ?? ''), 0) / 30;
    assert.ok(mean > 400 && mean < 1100, `${mean}`);
  });
});
