import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { brought, carry } from './carried.ts';
import { newState, readState, STATE_MAX_MS, stateCookie } from './form/state.ts';
import { LINK_MAX_MS, linkToken, readLink, readStatus, statusToken } from './links.ts';

const key = createSecretKey(randomBytes(32));
const NOW = Date.UTC(2026, 5, 15);

describe('what is given to a browser', () => {
  it('comes back as it was, and is nothing where anything of it was changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, flip) => {
        const text = carry(key, 'test', value);
        assert.equal(JSON.stringify(brought(key, 'test', text, z.unknown())), JSON.stringify(value));
        const bytes = Buffer.from(text, 'base64url');
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        assert.equal(brought(key, 'test', bytes.toString('base64url'), z.unknown()), null);
        assert.equal(brought(key, 'other', text, z.unknown()), null);
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        assert.equal(brought(key, 'test', text, z.unknown()), null);
        assert.equal(readLink(key, text, NOW), null);
        assert.equal(readStatus(key, text), null);
        assert.equal(readState(key, `kith-report=${text}`, NOW), null);
      }),
    );
    assert.equal(brought(key, 'test', 'A'.repeat(1_000_000), z.unknown()), null);
  });

  it('can not be read by who has it', () => {
    const made = linkToken(key, { reporter: 'kim', about: 'max' }, NOW);
    assert.ok(made !== null && !Buffer.from(made.token, 'base64url').toString('latin1').includes('max'));
  });
});

describe('a link from the app', () => {
  it('works for an hour, and serves one report', () => {
    const made = linkToken(key, { reporter: 'kim', about: 'max', child: true }, NOW);
    assert.ok(made !== null);
    const link = readLink(key, made.token, NOW + LINK_MAX_MS);
    assert.deepEqual([link?.reporter, link?.about, link?.child], ['kim', 'max', true]);
    assert.equal(readLink(key, made.token, NOW + LINK_MAX_MS + 1), null);
    assert.ok(link !== null);
    assert.equal(newState(NOW, link).id, newState(NOW + 1, link).id, 'opened twice it is one report');
    assert.equal(readStatus(key, made.token), null, 'and is no link to a status');
    assert.equal(readLink(key, statusToken(key, `rep_${'0'.repeat(32)}`), NOW), null);
  });

  it('is refused where its ids are too long for an address', () => {
    const long = randomBytes(1_200).toString('base64');
    assert.equal(linkToken(key, { reporter: long.slice(0, 400), about: long.slice(400), message: long }, NOW), null);
  });
});

describe('answers that a browser carries', () => {
  it('are over after two hours, and no cookie where they are too long', () => {
    const begun = newState(NOW);
    const cookie = stateCookie(key, begun, { secure: true });
    assert.match(cookie ?? '', /; HttpOnly; Secure; SameSite=Lax/);
    const sent = (cookie ?? '').split(';')[0];
    assert.deepEqual(readState(key, sent, NOW + STATE_MAX_MS), begun);
    assert.equal(readState(key, sent, NOW + STATE_MAX_MS + 1), null);
    assert.equal(stateCookie(key, { ...begun, more: randomBytes(4_000).toString('hex') }, { secure: true }), null);
  });
});
