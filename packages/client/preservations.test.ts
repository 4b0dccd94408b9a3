import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreservedMessage } from '@kith/contract';
import { Kith, KithError } from './index.ts';
import { type Behaviour, badServer, json, reset, type Seen } from './testing/server.ts';

const asked = {
  ...{ preservation: 'pre_1', state: 'asked', accounts: [{ account: 'max', given: false }] },
  ...{ messages: [{ message: 'm1', given: false }], media: [{ media: 'p1', given: false, details: false }] },
  ...{ from: '2026-05-01T00:00:00Z', to: '2026-05-15T00:00:00Z', askedAt: '2026-05-15T00:00:00Z' },
  ...{ dueAt: '2026-05-18T00:00:00Z', doneAt: null, given: { accounts: 0, messages: 0, media: 0 } },
};
const received = { sha256: 'a'.repeat(64), bytes: 3 };

/** Answers as Kith does: the message "bad" is refused. */
const kith: Behaviour = (seen, response, request) => {
  if (!seen.path.endsWith('/messages')) {
    const one = seen.method === 'PUT' ? { status: 'accepted', ...received } : asked;
    return json(200, one)(seen, response, request);
  }
  const sent: { message: string }[] = JSON.parse(seen.body);
  const results = sent.map(({ message }) =>
    message === 'bad'
      ? { message, status: 'rejected', error: { code: 'not_asked', message: 'this message was not asked for' } }
      : { message, status: 'accepted' },
  );
  json(200, { results, ...received })(seen, response, request);
};

const message = (id: string, more: Partial<PreservedMessage> = {}): PreservedMessage => ({
  ...{ message: id, from: 'max', to: ['kim'], sentAt: '2026-05-10T10:00:00Z', text: 'hello', ...more },
});
const details = { account: 'max', mediaType: 'image/png' };
const told = (seen: readonly Seen[]) => seen.map(({ method, path }) => `${method} ${path}`);
const client = (url: string) => new Kith({ url, key: 'kith_x', random: () => 0, wait: async () => {} });

test('a preservation is answered whole: accounts, messages, the media that those name, and that this was all', async () => {
  await using server = await badServer(kith);
  const given = await client(server.url).preservations.give('pre_1', {
    account: async (account) => ({ screenName: `name of ${account}` }),
    async *messages({ from }) {
      assert.equal(from, asked.from);
      yield message('m1');
      yield message('m2', { media: ['p/2'] });
    },
    medium: (media) => (media === 'gone' ? null : { details, bytes: new Uint8Array([1, 2, 3]) }),
  });
  assert.deepEqual(given, { accounts: 1, messages: 2, media: 2, rejected: [], done: true });
  assert.deepEqual(told(server.seen), [
    'GET /v1/preservations/pre_1',
    'PUT /v1/preservations/pre_1/accounts/max',
    'POST /v1/preservations/pre_1/messages',
    'PUT /v1/preservations/pre_1/media/p1/details',
    'PUT /v1/preservations/pre_1/media/p1',
    'PUT /v1/preservations/pre_1/media/p%2F2/details',
    'PUT /v1/preservations/pre_1/media/p%2F2',
    'POST /v1/preservations/pre_1/done',
  ]);
});

test('what is rejected is given back, and Kith is not told that this was all', async () => {
  await using server = await badServer(kith);
  const { rejected, messages, done } = await client(server.url).preservations.give('pre_1', {
    messages: () => [message('m1'), message('bad', { media: ['p2'] })],
    medium: () => null,
  });
  assert.deepEqual(
    [rejected.map((one) => [one.message, one.error.code]), messages, done],
    [[['bad', 'not_asked']], 1, false],
  );
  assert.ok(!told(server.seen).some((one) => one.endsWith('/done')));
});

test('messages are cut into requests, by their number and by their bytes', async () => {
  await using server = await badServer(kith);
  const { messages } = await client(server.url).preservations.give('pre_1', {
    async *messages() {
      for (let i = 0; i < 2_500; i++) yield message(`m${i}`);
      for (let i = 0; i < 3; i++) yield message(`long${i}`, { text: 'x'.repeat(600_000) });
    },
  });
  const sizes = server.seen.filter(({ path }) => path.endsWith('/messages')).map(({ body }) => JSON.parse(body).length);
  assert.deepEqual([sizes, messages], [[1000, 1000, 501, 1, 1], 2503]);
});

test('a try that fails is tried again in the same words, and an id that no address can hold is refused', async () => {
  await using server = await badServer(kith, reset, kith);
  const { preservations } = client(server.url);
  await preservations.asked('pre_1');
  await preservations.giveMedium('pre_1', 'p1', { details, bytes: new Blob(['abc']) });
  const [, first, again] = server.seen;
  assert.deepEqual([first?.path, first?.body], [again?.path, again?.body]);
  await assert.rejects(preservations.giveAccount('..', 'max', {}), (error) => {
    return error instanceof KithError && error.code === 'bad_id';
  });
});
