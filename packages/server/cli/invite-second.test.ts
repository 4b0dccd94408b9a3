import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { inviteSecond } from './invite-second.ts';

test('the command for a second person names the port and the store of the Kith that runs, where they are not the usual ones', () => {
  const invite = 'npx kith people invite --role senior';
  for (const usual of ['.kith', resolve('.kith')]) {
    assert.equal(inviteSecond('https://kith.example/invite#x', usual), invite);
  }
  assert.equal(
    inviteSecond('http://localhost:4201/invite#x', '/home/ann/kith/.kith/chat/kith'),
    `${invite} --port 4201 --folder /home/ann/kith/.kith/chat/kith`,
  );
  assert.equal(
    inviteSecond('http://localhost:4201/invite#x', "/home/ann's/a b"),
    `${invite} --port 4201 --folder '/home/ann'\\''s/a b'`,
  );
});
