import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { KithError, verifyWebhook, type WebhookToVerify } from './index.ts';

interface Vector {
  why: string;
  secret: string | string[];
  id: string;
  timestamp: string;
  body: string;
  signature: string;
  now_s: number;
  valid: boolean;
  code?: string;
}

const folder = new URL('../../conformance/webhooks/', import.meta.url);
const vector = (name: string): Vector => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

const toVerify = (v: Vector): WebhookToVerify => ({
  secret: v.secret,
  headers: { 'webhook-id': v.id, 'webhook-timestamp': v.timestamp, 'webhook-signature': v.signature },
  body: v.body,
  now: v.now_s * 1000,
});

const code = (expected: string | undefined) => (error: unknown) => {
  assert.ok(error instanceof KithError, String(error));
  assert.equal(error.code, expected);
  return true;
};

test('there are valid and invalid vectors', () => {
  assert.ok(names.filter((name) => name.startsWith('valid_')).length >= 10);
  assert.ok(names.filter((name) => name.startsWith('invalid_')).length >= 15);
});

for (const name of names) {
  const v = vector(name);
  test(`${name}: ${v.why}`, async () => {
    assert.equal(name.startsWith('valid_'), v.valid);
    if (!v.valid) return assert.rejects(verifyWebhook(toVerify(v)), code(v.code));
    const webhook = await verifyWebhook(toVerify(v));
    assert.deepEqual(webhook, { ...JSON.parse(v.body), id: v.id });
  });
}

const plain = () => vector('valid_plain.json');

test('headers may be a Headers or an object in any case, and the body bytes', async () => {
  const v = plain();
  const pairs = { 'Webhook-Id': v.id, 'WEBHOOK-TIMESTAMP': v.timestamp, 'webhook-Signature': v.signature };
  for (const headers of [pairs, new Headers(pairs)]) {
    for (const body of [v.body, new TextEncoder().encode(v.body), Buffer.from(v.body)]) {
      const webhook = await verifyWebhook({ ...toVerify(v), headers, body });
      assert.equal(webhook.type, 'notice.requested');
      // narrowed by its type, as a platform's handler would
      if (webhook.type === 'notice.requested') assert.equal(webhook.data.notice.to, 'ada');
    }
  }
});

for (const missing of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
  test(`a webhook without ${missing} is refused`, async () => {
    for (const value of [undefined, '', ['a', 'b']]) {
      const { headers, ...rest } = toVerify(plain());
      const options = { ...rest, headers: { ...headers, [missing]: value } };
      await assert.rejects(verifyWebhook(options), code('webhook_header_missing'));
    }
  });
}

test('a secret that is none is refused, and not told', async () => {
  for (const secret of ['', 'whsec_', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_!!!secret!!!', []]) {
    await assert.rejects(verifyWebhook({ ...toVerify(plain()), secret }), (error) => {
      code('webhook_secret_invalid')(error);
      assert.ok(!String(error).includes('!!!secret!!!'));
      return true;
    });
  }
});

test('the tolerance can be chosen', async () => {
  const v = { ...plain() };
  await verifyWebhook({ ...toVerify({ ...v, now_s: v.now_s + 600 }), tolerance_s: 600 });
  await assert.rejects(
    verifyWebhook({ ...toVerify({ ...v, now_s: v.now_s + 11 }), tolerance_s: 10 }),
    code('webhook_too_old'),
  );
});

test('only a bounded number of signatures is looked at', async () => {
  const v = plain();
  const wrong = `v1,${btoa('x'.repeat(32))}`;
  const hidden = { ...v, signature: [...Array(100).fill(wrong), v.signature].join(' ') };
  await assert.rejects(verifyWebhook(toVerify(hidden)), code('webhook_signature_mismatch'));
});
