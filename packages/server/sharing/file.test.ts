import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readShared, type refusals, SharingRefused, writeShared } from './file.ts';
import { sharedHash, sharedTraits } from './hashes.ts';
import { agreementBetween } from './testing/agreement.ts';

const AT = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const { ours, theirs } = agreementBetween('one.example', 'other.example', AT + 100 * DAY);
const traits = [
  { kind: 'email', hash: sharedHash(ours, 'email', 'max@example.org') },
  { kind: 'telephone', hash: sharedHash(ours, 'telephone', '+447400123456') },
] as const;
const file = writeShared(theirs, traits, 3, AT);

function refusalOf(read: () => unknown): keyof typeof refusals | 'taken' {
  try {
    read();
    return 'taken';
  } catch (error) {
    assert.ok(error instanceof SharingRefused, String(error));
    return error.code;
  }
}

describe('a file of another operator', () => {
  it('is read as it was written, and verified with the salt that both have', () => {
    const { header, traits: found } = readShared(file, ours, 2, AT + DAY);
    assert.deepEqual([header.from, header.to, header.sequence], ['other.example', 'one.example', 3]);
    assert.deepEqual(found, traits);
  });

  it('is refused by name for whatever is wrong with it', () => {
    const stranger = generateKeyPairSync('ed25519');
    const by = (more: Partial<typeof theirs>, sequence = 3, at = AT) =>
      writeShared({ ...theirs, ...more }, traits, sequence, at);
    const read = (bytes: Buffer, last = 2, now = AT + DAY, mine = ours) =>
      refusalOf(() => readShared(bytes, mine, last, now));
    assert.deepEqual(
      {
        replayed: read(file, 3),
        older: read(file, 7),
        expired: read(file, 2, AT + 31 * DAY),
        over: read(file, 2, AT + 101 * DAY),
        future: read(by({}, 3, AT + 2 * DAY)),
        other: read(by({ name: 'another' })),
        'for somebody else': read(by({ them: 'third.example' })),
        'from somebody else': read(by({ us: 'third.example' })),
        'another key': read(by({ ourKey: stranger.privateKey })),
        'another salt': read(by({ salt: randomBytes(32) })),
        cut: read(file.subarray(0, -1 - file.length / 2)),
        nothing: read(Buffer.alloc(0)),
        words: read(Buffer.from('{"kithSharing":1}\n{"signature":""}\n')),
      },
      {
        ...{ replayed: 'replayed', older: 'replayed', expired: 'expired', over: 'agreement_over' },
        ...{ future: 'from_the_future', other: 'other_agreement', 'for somebody else': 'not_for_us' },
        ...{ 'from somebody else': 'wrong_signer', 'another key': 'wrong_signer', 'another salt': 'foreign_salt' },
        ...{ cut: 'altered', nothing: 'malformed', words: 'malformed' },
      },
    );
  });

  it('is refused when any byte of it is another', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 2), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = Buffer.from(file);
        bytes[at] = (bytes[at] ?? 0) ^ by;
        assert.notEqual(
          refusalOf(() => readShared(bytes, ours, 2, AT + DAY)),
          'taken',
        );
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('says nothing of a value, and its hashes are of no use with another salt', () => {
    assert.ok(!file.includes('max@example.org') && !file.includes('7400123456'));
    assert.notEqual(sharedHash({ salt: randomBytes(32) }, 'email', 'max@example.org'), traits[0].hash);
  });
});

it('addresses and numbers that nobody verified are not given to others', () => {
  const told = [
    { kind: 'email', value: 'hers@example.org', verified: false },
    { kind: 'telephone', value: '+447400123456', verified: true },
    { kind: 'device', value: 'phone', verified: false },
  ] as const;
  assert.deepEqual(
    sharedTraits(ours, told, true).map(({ kind }) => kind),
    ['telephone'],
  );
  assert.equal(sharedTraits(ours, told, false).length, 2);
});
