/** The platform's side of a webhook: checks what arrived, by the letter of Standard Webhooks and by nobody's library. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Got } from './platform.ts';

export function verify(secret: string, { headers, body }: Got): void {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const given = headers['webhook-signature']?.toString().split(' ') ?? [];
  assert.ok(given.includes(expected), `${given} holds no ${expected}`);
}
