import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { receipt } from '@kith/contract';
import { runKith } from '../testing/kith.ts';
import { LINE_BYTES_MAX, LINE_SKIPPED_BYTES_MAX } from './limits.ts';

test('NDJSON whose last line never ends is answered without waiting for its end', async () => {
  const kith = await runKith();
  const request = http.request(`${kith.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${kith.key}`, 'content-type': 'application/x-ndjson' },
  });
  request.on('error', () => {});
  const responded = new Promise<http.IncomingMessage>((resolve) => request.on('response', resolve));
  const event = { id: 'first', type: 'message.sent', data: { actor: 'ann', other: 'ben', message: 'm' } };
  request.write(`${JSON.stringify(event)}\n`);
  const piece = 'x'.repeat(LINE_BYTES_MAX);
  for (let sent = 0; sent <= LINE_SKIPPED_BYTES_MAX; sent += piece.length) request.write(piece);
  // the request has not ended, and the answer has
  const answers = (await Array.fromAsync(await responded)).join('').trim().split('\n');
  assert.deepEqual(
    answers
      .map((line) => receipt.parse(JSON.parse(line)))
      .map((r) => (r.status === 'rejected' ? r.error.code : r.status)),
    ['accepted', 'too_large'],
  );
  request.destroy();
  await kith.end();
});
