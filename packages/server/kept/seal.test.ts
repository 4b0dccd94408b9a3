import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { KEY_BYTES, seal, unseal } from '../ground/sealing/index.ts';
import { sealedAs } from './sealed-as.ts';

const newKey = () => createSecretKey(randomBytes(KEY_BYTES));
const belongs = { message: 'm', event: 'e', actor: 'max', other: 'kid', at: 5 };

describe('what is sealed', () => {
  it('is opened by its key, for what it belongs to', () => {
    const key = newKey();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (text, what) => {
        const wellFormed = text.toWellFormed();
        assert.equal(unseal(key, what, seal(key, what, wellFormed))?.toString('utf8'), wellFormed);
      }),
      { seed: 21 },
    );
  });

  it('is opened by no other key', () => {
    assert.equal(unseal(newKey(), 'a', seal(newKey(), 'a', 'hello')), null);
  });

  it('is not opened in the place of another message', () => {
    const key = newKey();
    const sealed = seal(key, sealedAs('day:2026-06-15', belongs), 'hello');
    const others = [
      sealedAs('day:2026-06-16', belongs),
      ...[{ message: 'n' }, { event: 'f' }, { actor: 'eve' }, { other: null }, { other: 'kid2' }, { at: 6 }].map(
        (change) => sealedAs('day:2026-06-15', { ...belongs, ...change }),
      ),
    ];
    for (const what of others) assert.equal(unseal(key, what, sealed), null);
    assert.equal(unseal(key, sealedAs('day:2026-06-15', belongs), sealed)?.toString(), 'hello');
  });

  it('is not opened where a single bit was altered, or some of it is missing', () => {
    const key = newKey();
    const sealed = seal(key, 'a', 'hello');
    for (let byte = 0; byte < sealed.length; byte++) {
      const altered = Buffer.from(sealed);
      altered[byte] = (altered[byte] ?? 0) ^ 1;
      assert.equal(unseal(key, 'a', altered), null);
      assert.equal(unseal(key, 'a', sealed.subarray(0, byte)), null);
    }
  });

  it('never has the same nonce twice', () => {
    const key = newKey();
    const nonces = new Set(Array.from({ length: 5000 }, () => seal(key, 'a', '').subarray(0, 12).toString('hex')));
    assert.equal(nonces.size, 5000);
  });
});
