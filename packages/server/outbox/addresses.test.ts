import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import { isPublicAddress, PRIVATE_ADDRESS, publicLookup, type Resolve } from './addresses.ts';
import { Sender } from './sender.ts';
import { platform, SECRET, status } from './testing/platform.ts';

const PRIVATE = {
  'this network': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1', 'fd00:ec2::254'],
  'link-local, and cloud metadata': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', '168.63.129.16', '192.0.0.192'],
  'carrier-grade NAT': ['100.64.0.1', '100.100.100.200'],
  'mapped to IPv6': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::127.0.0.1'],
  'translated and tunnelled': ['64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1'],
  'multicast, broadcast, reserved': ['224.0.0.1', 'ff02::1', '255.255.255.255', '240.0.0.1', '198.18.0.1', '4000::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'],
  'site-local': ['fec0::1'],
  'no address': ['', 'localhost', 'example.com'],
};

for (const [what, addresses] of Object.entries(PRIVATE)) {
  test(`not public: ${what}`, () => {
    for (const address of addresses) assert.equal(isPublicAddress(address), false, address);
  });
}

test('public addresses are public, mapped ones too', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8']) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

const row = { id: 'msg_1', body: '{}' };

async function attempt(url: string, resolve?: Resolve) {
  const sender = new Sender(
    { name: 'to', url, secret: SECRET, allowPrivate: false },
    { connections: 1, timeout_ms: 10_000, resolve },
  );
  const result = await sender.send(row, 0);
  await sender.close();
  return result;
}

test('nothing is sent to a private address, in whatever form it is written, or behind a name', async () => {
  await using to = await platform(status(200));
  const { port } = new URL(to.url);
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    'localhost',
    '127。0。0。1',
  ]) {
    assert.deepEqual(await attempt(`http://${host}:${port}/`), { error: PRIVATE_ADDRESS }, host);
  }
  assert.equal(to.got.length, 0);
});

test('a name that changes its address between two looks is refused at the look that counts', async () => {
  await using to = await platform(status(200));
  const { port } = new URL(to.url);
  const addresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
  for (const address of addresses) {
    const family = address.includes(':') ? 6 : 4;
    const rebound: Resolve = (_, __, callback) => callback(null, [{ address, family }]);
    assert.deepEqual(await attempt(`http://rebinding.example:${port}/`, rebound), { error: PRIVATE_ADDRESS });
  }
  assert.equal(to.got.length, 0);
});

test('of a name with public and private addresses only the public ones are known', async () => {
  const all: LookupAddress[] = [
    { address: '10.0.0.1', family: 4 },
    { address: '1.1.1.1', family: 4 },
    { address: '::1', family: 6 },
    { address: '2606:4700::1111', family: 6 },
  ];
  const lookup = publicLookup((_, __, callback) => callback(null, all));
  const many = await new Promise((resolve) => lookup('both.example', { all: true }, (_, found) => resolve(found)));
  assert.deepEqual(many, [all[1], all[3]]);
  const one = await new Promise((resolve) => lookup('both.example', {}, (_, found) => resolve(found)));
  assert.equal(one, '1.1.1.1');
});

test('a name that does not resolve keeps its own error code', async () => {
  const notFound: Resolve = (_, __, callback) =>
    callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
  assert.deepEqual(await attempt('http://nowhere.example/', notFound), { error: 'ENOTFOUND' });
});
