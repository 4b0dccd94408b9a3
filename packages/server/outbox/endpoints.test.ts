import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDPOINTS_MAX, secretsOf, subscribes, webhookEndpoints } from './endpoints.ts';
import { SECRET } from './testing/platform.ts';

const good = { name: 'platform', url: 'https://platform.example/hooks', secret: SECRET };

test('an endpoint needs a name, an address and a secret, and gets every type', () => {
  const [endpoint = assert.fail()] = webhookEndpoints.parse([good]);
  assert.equal(endpoint.allowPrivate, false);
  assert.deepEqual(secretsOf(endpoint), [SECRET]);
  assert.ok(subscribes(endpoint, 'notice.requested'));
  assert.ok(subscribes(endpoint, 'decision.revised'));
});

test('an endpoint gets only the types that it names', () => {
  const [endpoint = assert.fail()] = webhookEndpoints.parse([{ ...good, types: ['decision.revised'] }]);
  assert.ok(!subscribes(endpoint, 'notice.requested'));
});

test('an endpoint on the operator’s own network is allowed by saying so', () => {
  for (const url of ['http://127.0.0.1:3000/', 'http://10.0.0.7/hook', 'https://[::1]/']) {
    assert.ok(webhookEndpoints.safeParse([{ ...good, url, allowPrivate: true }]).success, url);
  }
});

const bytes = (n: number) => `whsec_${Buffer.alloc(n, 1).toString('base64')}`;
const REFUSED: Record<string, [object[], string]> = {
  'plain http': [[{ ...good, url: 'http://platform.example/' }], '0.url'],
  'another protocol': [[{ ...good, url: 'ftp://platform.example/' }], '0.url'],
  'no URL': [[{ ...good, url: 'platform' }], '0.url'],
  'a private address': [[{ ...good, url: 'https://192.168.1.1/' }], '0.url'],
  'a private address in decimal': [[{ ...good, url: 'https://2130706433/' }], '0.url'],
  'a private IPv6 address': [[{ ...good, url: 'https://[::ffff:127.0.0.1]/' }], '0.url'],
  'a password in the URL': [[{ ...good, url: 'https://me:word@platform.example/' }], '0.url'],
  'a secret without its prefix': [[{ ...good, secret: SECRET.slice(6) }], '0.secret'],
  'a secret that is no base64': [[{ ...good, secret: 'whsec_not base64 at all, but long enough' }], '0.secret'],
  'a secret that is too short': [[{ ...good, secret: bytes(23) }], '0.secret'],
  'a secret that is too long': [[{ ...good, secret: bytes(65) }], '0.secret'],
  'no secret': [[{ ...good, secret: [] }], '0.secret'],
  'too many secrets': [[{ ...good, secret: Array(5).fill(SECRET) }], '0.secret'],
  'a type that does not exist': [[{ ...good, types: ['notice.rejected'] }], '0.types.0'],
  'a name that is there twice': [[good, good], '1.name'],
  'an odd name': [[{ ...good, name: 'My Platform' }], '0.name'],
  'an unknown field': [[{ ...good, allowprivate: true }], '0'],
  'too many endpoints': [Array.from({ length: ENDPOINTS_MAX + 1 }, (_, i) => ({ ...good, name: `e${i}` })), ''],
};

for (const [what, [config, field]] of Object.entries(REFUSED)) {
  test(`refused, with the field named: ${what}`, () => {
    const result = webhookEndpoints.safeParse(config);
    assert.ok(!result.success);
    assert.equal(result.error.issues[0]?.path.join('.'), field);
    assert.ok(!result.error.message.includes(SECRET), 'a secret must not be told');
  });
}
