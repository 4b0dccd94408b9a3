import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EventInput, readEvent } from '@kith/contract';
import { OPENING_EVENTS, type Said, town } from '../index.ts';

const START = Date.UTC(2026, 10, 23, 12);
/** The first events of a town, each answered as `says` does. */
function live(seed: string, count: number, says: (event: EventInput) => Said | undefined = () => undefined) {
  const events: EventInput[] = [];
  const life = town(seed, { accounts: 500, start: START });
  let said: Said | undefined;
  for (let i = 0; i < count; i++) {
    const event = life.next(said).value;
    events.push(event);
    said = says(event);
  }
  return events;
}

const count = (events: readonly EventInput[], type: EventInput['type']) => events.filter((e) => e.type === type).length;

describe('a town', () => {
  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(live('one', 3000), live('one', 3000));
    assert.notDeepEqual(live('one', 300), live('two', 300));
  });

  it('has the same people in every run, who do other things', () => {
    const of = (run: string) => {
      const life = town('one', { accounts: 500, start: START, run });
      return Array.from({ length: 2000 }, () => life.next().value);
    };
    const [first, second] = [of('1'), of('2')];
    const created = (events: EventInput[]) =>
      events.flatMap((e) =>
        e.type === 'account.created' ? [[e.data.actor, e.data.country, e.data.age?.band].join()] : [],
      );
    const shared = Math.min(created(first).length, created(second).length, 30);
    assert.ok(shared >= 20);
    const known = new Set(created(first));
    assert.ok(created(second).filter((c) => known.has(c)).length >= shared);
    const ids = new Set(first.map((e) => e.id));
    assert.ok(second.every((e) => !ids.has(e.id)));
  });

  it('tells only what the contract allows', () => {
    for (const event of live('valid', 20_000)) {
      const read = readEvent(event);
      assert.ok(read.ok, JSON.stringify([event, read]));
    }
  });

  it('tells events in order of time, each id once', () => {
    const events = live('order', 5000);
    const times = events.map((e) => Date.parse(e.time ?? ''));
    assert.equal(times[0], START);
    assert.ok(times.every((t, i) => i === 0 || t >= (times[i - 1] ?? 0)));
    assert.equal(new Set(events.map((e) => e.id)).size, events.length);
    // 50 a second
    assert.equal(times.at(-1), START + Math.floor((4999 * 1000) / 50));
  });

  it('creates an account before it acts, once', () => {
    const made = new Set<string>();
    for (const event of live('begin', 10_000)) {
      if (event.type === 'account.created') {
        assert.ok(!made.has(event.data.actor));
        made.add(event.data.actor);
      } else assert.ok(made.has(event.data.actor), `${event.data.actor} ${event.type}`);
    }
    assert.ok(made.size > 100);
  });

  it('is mostly people who are connected and talk', () => {
    const events = live('ordinary', 20_000);
    const share = count(events, 'message.sent') / events.length;
    assert.ok(share > 0.4 && share < 0.9, `${share}`);
    const connected = new Set<string>();
    let known = 0;
    let direct = 0;
    for (const event of events) {
      if (event.type === 'connection.accepted') {
        connected.add(`${event.data.actor} ${event.data.other}`).add(`${event.data.other} ${event.data.actor}`);
      }
      if (event.type !== 'message.sent' || event.data.other === undefined) continue;
      direct++;
      if (connected.has(`${event.data.actor} ${event.data.other}`)) known++;
    }
    assert.ok(known / direct > 0.7, `${known} of ${direct}`);
    for (const type of ['conversation.created', 'settings.changed', 'profile.updated', 'media.uploaded'] as const) {
      assert.ok(count(events, type) > 0, type);
    }
  });

  it('has adults who write to children whom they are not connected to', () => {
    const child = /^(teen|child)-/;
    const events = live('strangers', 5000);
    const connected = new Set<string>();
    let approached = 0;
    for (const event of events) {
      if (event.type === 'connection.accepted') connected.add(`${event.data.other} ${event.data.actor}`);
      if (event.type !== 'message.sent' || event.data.other === undefined) continue;
      const { actor, other } = event.data;
      if (actor.startsWith('adult-') && child.test(other) && !connected.has(`${actor} ${other}`)) approached++;
    }
    assert.ok(approached > 0);
  });

  it('uses no word that a child should not read, and names nobody', () => {
    const forbidden = /\b(sex\w*|nude\w*|naked|kiss\w*|body|bra|bed|undress\w*|sexy|hot)\b/i;
    const ids = /^(teen|child|adult|person)-\d{4}$/;
    for (const event of live('words', 3000)) {
      assert.match(event.data.actor, ids);
      if (event.type === 'message.sent') assert.doesNotMatch(event.data.text ?? '', forbidden);
    }
  });

  it('refuses to be too small for its opening', () => {
    assert.throws(() => town('x', { accounts: 10, start: START }).next(), RangeError);
  });
});

describe('people in the town', () => {
  const held = (outcome: Said['outcome']): Said => ({ outcome, reasons: [], notices: [] });

  it('show a notice that Kith asks for, and answer it with a choice', () => {
    const events = live('answers', 2000, (event) => {
      if (event.type !== 'connection.requested') return undefined;
      const { actor, other } = event.data;
      return { ...held('notice'), notices: [{ to: other, kind: 'connection_request', about: actor }] };
    });
    const shown = events.filter((e) => e.type === 'notice.shown');
    const answered = events.filter((e) => e.type === 'notice.answered');
    assert.ok(shown.length > 50);
    const asked = new Map(events.map((e) => [e.id, e]));
    for (const { data } of shown) {
      const about = asked.get(data.event ?? '');
      assert.equal(about?.type, 'connection.requested');
      assert.equal(about?.data.actor, data.other);
    }
    const pair = (e: EventInput) => ('other' in e.data ? `${e.data.actor} ${e.data.other}` : '');
    const accepted = new Set(events.filter((e) => e.type === 'connection.accepted').map(pair));
    const declined = answered.filter((e) => e.data.choice === 'decline');
    assert.ok(declined.length > 0);
    const yes = answered.filter((e) => e.data.choice === 'accept').map(pair);
    assert.ok(yes.filter((p) => accepted.has(p)).length >= yes.length - 1);
  });

  it('do not write on where a message is blocked', () => {
    /** the share of direct messages that follow another of the same two within half a minute */
    const talking = (events: readonly EventInput[]) => {
      const last = new Map<string, number>();
      let follow = 0;
      let all = 0;
      for (const event of events) {
        if (event.type !== 'message.sent' || event.data.other === undefined) continue;
        const pair = [event.data.actor, event.data.other].sort().join(' ');
        const at = Date.parse(event.time ?? '');
        if (at - (last.get(pair) ?? 0) < 30_000) follow++;
        last.set(pair, at);
        all++;
      }
      return follow / all;
    };
    const blocked = talking(live('blocked', 4000, (e) => (e.type === 'message.sent' ? held('block') : undefined)));
    const free = talking(live('blocked', 4000));
    // early on there are few pairs, so that the same two begin anew now and then
    assert.ok(blocked < 0.5 * free, `${blocked} and ${free}`);
  });

  it('are stopped by the moderators when children block or report them', () => {
    const events = live('moderated', 20_000, (event) => {
      if (event.type !== 'message.sent' || event.data.other === undefined) return undefined;
      const { actor, other } = event.data;
      return { ...held('notice'), notices: [{ to: other, kind: 'first_message', about: actor }] };
    });
    assert.ok(count(events, 'account.blocked') > 0);
    assert.ok(count(events, 'report.filed') > 0);
    const applied = events.filter((e) => e.type === 'enforcement.applied' || e.type === 'account.updated');
    assert.ok(applied.length > 0);
    const flagged = new Set(
      events.flatMap((e) => (e.type === 'account.blocked' || e.type === 'report.filed' ? [e.data.other] : [])),
    );
    for (const { data } of applied) assert.ok(flagged.has(data.actor));
  });
});

describe('the opening', () => {
  it('fits in what is sent at once', () => {
    const opened = live('opening', OPENING_EVENTS);
    for (const type of [
      'account.created',
      'connection.requested',
      'settings.changed',
      'conversation.created',
    ] as const) {
      assert.ok(count(opened, type) > 0, type);
    }
  });
});
