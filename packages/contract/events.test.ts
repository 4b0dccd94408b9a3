import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  eventTypes,
  fieldOf,
  isOwnEventType,
  nearest,
  ownEvent,
  problem as problemSchema,
  readEvent,
} from './index.ts';

const folder = new URL('../../conformance/events/', import.meta.url);
const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const named = (start: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith('.json'));

const valid = named('valid_');
const invalid = named('invalid_');
const expected: unknown = fixture('invalid.expected.json');

/** The text of the longest fixture that may not come back in an error. */
const text = 'a'.repeat(20);

describe('the valid events', () => {
  it('have one of every type that platforms tell', () => {
    const types = new Set(valid.map((name) => Reflect.get(Object(fixture(name)), 'type')));
    assert.deepEqual(
      eventTypes.filter((type) => !types.has(type) && !isOwnEventType(type)),
      [],
    );
  });

  for (const name of valid) {
    it(`are read: ${name}`, () => {
      const read = readEvent(fixture(name));
      assert.ok(read.ok, read.ok ? '' : read.problem.message);
      assert.equal(read.event.type, Reflect.get(Object(fixture(name)), 'type'));
    });
  }

  it('get their defaults: an age is declared, half sure; a conversation has no members', () => {
    const created = readEvent(fixture('valid_account.created_age_defaults.json'));
    assert.ok(created.ok && created.event.type === 'account.created');
    assert.deepEqual(created.event.data.age, { band: 'unknown', method: 'declared', confidence: 0.5 });
    const conversation = readEvent(fixture('valid_conversation.created_no_members.json'));
    assert.ok(conversation.ok && conversation.event.type === 'conversation.created');
    assert.deepEqual(conversation.event.data.members, []);
  });
});

describe('the invalid events', () => {
  it('each have the answer that is expected', () => {
    assert.deepEqual(Object.keys(Object(expected)).sort(), [...invalid].sort());
  });

  for (const name of invalid) {
    it(`are refused with the field named: ${name}`, () => {
      const read = readEvent(fixture(name));
      assert.ok(!read.ok, 'was read');
      const { message, ...rest } = read.problem;
      assert.deepEqual(rest, Reflect.get(Object(expected), name));
      assert.ok(message.length > 8 && message.length < 800);
      assert.ok(!message.includes(text), 'repeats what was sent');
      problemSchema.parse(read.problem);
    });
  }
});

describe('reading an event', () => {
  it('names the type that was probably meant, or all of them', () => {
    const said = (type: string) => {
      const read = readEvent({ id: 'e', type, data: {} });
      return read.ok ? '' : read.problem.message;
    };
    assert.match(said('mesage.sent'), /did you mean message\.sent\?/);
    assert.match(said('account.create'), /did you mean account\.created\?/);
    for (const type of eventTypes) assert.equal(said('weather').includes(type), !isOwnEventType(type));
  });

  it('takes what Kith tells itself from nobody, however well it is made, and says so', () => {
    for (const name of invalid.filter((one) => one.startsWith('invalid_own_'))) {
      assert.ok(ownEvent.safeParse(fixture(name)).success, name);
      const read = readEvent(fixture(name));
      assert.ok(!read.ok && read.problem.code === 'own_type');
      assert.match(read.problem.message, /only Kith itself tells/);
    }
  });

  it('cuts short what it repeats', () => {
    const read = readEvent({ id: 'e', type: 'x'.repeat(100_000), data: {} });
    assert.ok(!read.ok && read.problem.message.length < 800);
    const key = readEvent({ id: 'e', type: 'account.deleted', data: { actor: 'a', ['k'.repeat(100_000)]: 1 } });
    assert.ok(!key.ok && key.problem.message.length < 200 && (key.problem.field ?? '').length < 100);
  });

  it('never throws and always names a problem, whatever JSON it is given', () => {
    const changed = fc
      .tuple(fc.constantFrom(...valid), fc.array(fc.nat(20), { maxLength: 3 }), fc.jsonValue())
      .map(([name, path, value]) => graft(fixture(name), path, value));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), changed), (value) => {
        const read = readEvent(value);
        if (!read.ok) problemSchema.parse(read.problem);
        else assert.ok(eventTypes.includes(read.event.type) && !isOwnEventType(read.event.type));
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it('does not mistake what every object has for a type or a field', () => {
    const own = JSON.parse('{"id":"e","type":"account.deleted","data":{"actor":"a"},"__proto__":{"x":1}}');
    const read = readEvent(own);
    assert.ok(read.ok === false || !('x' in read.event));
    assert.equal(readEvent({ id: 'e', type: 'toString', data: {} }).ok, false);
  });
});

describe('names', () => {
  it('are written as paths that people read', () => {
    assert.equal(fieldOf(['data', 'members', 3]), 'data.members[3]');
    assert.equal(fieldOf([]), '');
  });

  it('that are far from all others are not mistaken for one', () => {
    assert.equal(nearest('zebra', ['message.sent', 'notice.shown']), undefined);
    assert.equal(nearest('conected', ['connected', 'blocked']), 'connected');
  });
});

/** The value with one of its parts, chosen by position, replaced. */
function graft(value: unknown, path: readonly number[], part: unknown): unknown {
  if (path.length === 0 || typeof value !== 'object' || value === null) return part;
  const keys = Object.keys(value);
  const key = keys[(path[0] ?? 0) % Math.max(1, keys.length)];
  if (key === undefined) return part;
  const inner = graft(Reflect.get(value, key), path.slice(1), part);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}
