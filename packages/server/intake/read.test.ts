import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessageReader, loadShippedReader } from '../signals/index.ts';
import { Refused, readTold } from './read.ts';

const reader = loadShippedReader();
const texts = createMessageReader(() => reader, null);

const NOW = Date.parse('2026-06-15T12:00:00Z');
const message = (more: object = {}, data: object = {}) => ({
  id: 'e1',
  type: 'message.sent',
  ...more,
  data: { actor: 'ann', other: 'ben', message: 'm1', ...data },
});

function told(value: unknown) {
  const read = readTold(value, NOW, texts);
  assert.ok(!(read instanceof Refused), read instanceof Refused ? read.problem.message : '');
  return read;
}

function refused(value: unknown) {
  const read = readTold(value, NOW, texts);
  assert.ok(read instanceof Refused);
  return read;
}

describe('an event that is told', () => {
  /** What its text says together with what the platform found. */
  const saidIn = (value: unknown) => {
    const read = told(value);
    assert.ok(read.type === 'message.sent' && read.carried !== undefined);
    return read.carried;
  };

  it('leaves its identifiers and other texts at the door, and keeps the rest; a message carries its text', () => {
    const sent = told(message({}, { text: 'MARKED', inContacts: true }));
    assert.deepEqual(sent.data, { actor: 'ann', other: 'ben', message: 'm1', inContacts: true });
    assert.equal(saidIn(message({}, { text: 'MARKED' })).text, 'MARKED');
    const made = told({
      id: 'e2',
      type: 'account.created',
      data: { actor: 'ann', country: 'GB', identifiers: { email: 'MARKED@example.com' } },
    });
    assert.deepEqual(made.data, { actor: 'ann', country: 'GB' });
    const report = told({
      id: 'e3',
      type: 'report.filed',
      data: { actor: 'ann', other: 'ben', category: 'other', text: 'MARKED' },
    });
    assert.ok(!JSON.stringify([sent, made, report]).includes('MARKED'));
  });

  it('has its identifiers hashed and its media compared, where there is something to do it with', () => {
    const at = (value: unknown, door: Parameters<typeof readTold>[3]) => {
      const read = readTold(value, NOW, texts, door);
      assert.ok(!(read instanceof Refused));
      return read.data;
    };
    const hash = (raw: object, country: string | undefined) => ({
      layers: 2,
      of: [{ kind: 'email' as const, hash: `${Object.keys(raw)} ${country}` }],
    });
    for (const type of ['account.created', 'account.updated', 'signup.requested']) {
      const data = { actor: 'ann', country: 'GB', identifiers: { email: 'MARKED@example.com' } };
      const identifiers = { layers: 2, of: [{ kind: 'email', hash: 'email GB' }] };
      assert.deepEqual(at({ id: 'e', type, data }, { hash }), { actor: 'ann', country: 'GB', identifiers });
      assert.deepEqual(at({ id: 'e', type, data: { actor: 'ann' } }, { hash }), { actor: 'ann' });
    }
    const hashes = { md5: 'a'.repeat(32) };
    const uploaded = { id: 'e', type: 'media.uploaded', data: { actor: 'ann', media: 'p', hashes } };
    const known = [{ list: 'own', entry: hashes.md5, kind: 'exact' as const, verified: true }];
    assert.deepEqual(at(uploaded, { match: (of) => (of.md5 === hashes.md5 ? known : null) }), {
      ...uploaded.data,
      known,
    });
    assert.deepEqual(at(uploaded, { match: () => [] }), { ...uploaded.data, known: [] });
    assert.deepEqual(at(uploaded, { match: () => null }), uploaded.data);
    const leads = Array.from({ length: 40 }, (_, i) => ({
      list: 'l',
      entry: `${i}`,
      kind: 'exact' as const,
      verified: false,
    }));
    const kept = at(uploaded, { match: () => [...leads, ...known] });
    assert.ok('known' in kept && kept.known !== undefined);
    assert.deepEqual([kept.known.length, kept.known[0]], [16, known[0]]);
    const bare = { id: 'e', type: 'media.uploaded', data: { actor: 'ann', media: 'p' } };
    assert.deepEqual(at(bare, { match: () => assert.fail('nothing to compare') }), bare.data);
  });

  it('keeps what was found in its text, with what the platform found itself, once a code', () => {
    const text = 'dont tell your mum, how old are you? lets keep talking';
    const said = saidIn(message({}, { text, evidence: [{ code: 'SECRECY', confidence: 0.5 }, { code: 'GIFT' }] }));
    assert.notEqual(said.sketch, 0);
    const found = Object.fromEntries(said.evidence.map(({ code, cue, weight }) => [code, { cue, weight }]));
    assert.match(found.SECRECY?.cue ?? '', /^en\/SECRECY\//);
    assert.deepEqual(found.GIFT, { cue: 'device', weight: 1.5 });
    assert.match(found.AGE_QUERY?.cue ?? '', /^en\/AGE_QUERY\//);
  });

  it('takes the strongest of what was found twice: a device that is hardly sure hides nothing that is in the text', () => {
    const evidence = [
      { code: 'SECRECY', confidence: 0.001 },
      { code: 'GIFT', confidence: 0.2 },
      { code: 'GIFT', confidence: 0.4 },
    ];
    const said = saidIn(message({}, { text: 'dont tell your mum', evidence }));
    const found = said.evidence.map(({ code, cue, weight }) => [code, cue === 'device', weight > 0.5]);
    assert.deepEqual(found, [
      ['SECRECY', false, true],
      ['GIFT', true, true],
    ]);
  });

  it('leaves the envelope behind, but for its id, type and time', () => {
    const envelope = { specversion: '1.0', source: '/x', datacontenttype: 'application/json' };
    assert.deepEqual(Object.keys(told(message(envelope))), ['id', 'type', 'at', 'data']);
  });

  it('happened when it says, in any offset, or when it arrived', () => {
    assert.equal(told(message()).at, NOW);
    assert.equal(told(message({ time: '2026-06-15T12:00:00.123Z' })).at, NOW + 123);
    assert.equal(told(message({ time: '2026-06-15T14:00:00+02:00' })).at, NOW);
  });

  it('may be 5 minutes ahead of our clock, and as old as the century, and not more', () => {
    assert.equal(told(message({ time: '2026-06-15T12:05:00Z' })).at, NOW + 300_000);
    assert.equal(refused(message({ time: '2026-06-15T12:05:00.001Z' })).problem.field, 'time');
    assert.equal(told(message({ time: '2000-01-01T00:00:00Z' })).at, 946_684_800_000);
    assert.equal(refused(message({ time: '1999-12-31T23:59:59Z' })).problem.field, 'time');
    assert.equal(refused(message({ time: '9999-12-31T23:59:59Z' })).problem.code, 'invalid_field');
  });

  it('that is refused is named by its id, where that is one', () => {
    assert.equal(refused(message({ time: 'x' })).id, 'e1');
    for (const id of [undefined, null, 4, {}, 'x'.repeat(129)]) assert.equal(refused(message({ id })).id, undefined);
    assert.equal(refused(JSON.parse('{"__proto__":{"id":"x"}}')).id, undefined);
  });
});
