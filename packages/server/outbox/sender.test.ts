import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sign } from './sender.ts';

interface Vector {
  why: string;
  secret: string | string[];
  id: string;
  timestamp: string;
  body: string;
  signature: string;
  valid: boolean;
  code?: string;
}

const folder = new URL('../../../conformance/webhooks/', import.meta.url);

for (const name of readdirSync(folder).filter((n) => n.endsWith('.json'))) {
  const v: Vector = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  // the signer makes timestamps itself: those that are none can't be asked of it
  if (v.code === 'webhook_timestamp_invalid') continue;
  const fits = v.code !== 'webhook_signature_mismatch';
  test(`the signer ${fits ? 'makes' : 'does not make'} the signature of ${name}`, () => {
    const secrets = typeof v.secret === 'string' ? [v.secret] : v.secret;
    const made = sign(secrets, v.id, Number(v.timestamp) * 1000, v.body).split(' ');
    const given = v.signature.split(' ');
    assert.equal(
      made.some((signature) => given.includes(signature)),
      fits,
    );
  });
}

test('with several secrets there is a signature of each, in order', () => {
  const [a, b] = [24, 32].map((n) => `whsec_${Buffer.alloc(n, n).toString('base64')}`);
  assert.ok(a !== undefined && b !== undefined);
  assert.equal(
    sign([a, b], 'msg_1', 1_000, '{}'),
    `${sign([a], 'msg_1', 1_000, '{}')} ${sign([b], 'msg_1', 1_000, '{}')}`,
  );
});
