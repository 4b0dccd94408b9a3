import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { KithError, verifyNamesAsked, verifyWebhook } from './index.ts';

const KEY = Buffer.alloc(32, 7);
const secret = `whsec_${KEY.toString('base64')}`;
const NOW_S = 1_790_000_000;

function signed(body: string) {
  const signature = createHmac('sha256', KEY).update(`n-1.${NOW_S}.${body}`).digest('base64');
  const headers = { 'webhook-id': 'n-1', 'webhook-timestamp': `${NOW_S}`, 'webhook-signature': `v1,${signature}` };
  return { secret, headers, body, now: NOW_S * 1000 };
}
const asked = { accounts: ['kid', '__proto__'], conversations: ['c1'] };
const refusedAs = (code: string) => (error: unknown) => error instanceof KithError && error.code === code;

test('gives the ids that Kith asks names for', async () => {
  assert.deepEqual(await verifyNamesAsked(signed(JSON.stringify(asked))), asked);
});

test('answers nobody else: not with another secret, another body, nor later', async () => {
  const good = signed(JSON.stringify(asked));
  const others = { ...good, secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` };
  await assert.rejects(verifyNamesAsked(others), refusedAs('webhook_signature_mismatch'));
  const more = { ...good, body: JSON.stringify({ ...asked, accounts: ['everybody'] }) };
  await assert.rejects(verifyNamesAsked(more), refusedAs('webhook_signature_mismatch'));
  await assert.rejects(verifyNamesAsked({ ...good, now: (NOW_S + 301) * 1000 }), refusedAs('webhook_too_old'));
});

test('takes no webhook for a question, and no question for a webhook', async () => {
  for (const body of [
    '{"type":"x","data":{}}',
    '{"accounts":[1],"conversations":[]}',
    '{"accounts":["a"]}',
    'null',
    '',
  ]) {
    await assert.rejects(verifyNamesAsked(signed(body)), refusedAs('webhook_body_invalid'), body);
  }
  await assert.rejects(verifyWebhook(signed(JSON.stringify(asked))), refusedAs('webhook_body_invalid'));
});
