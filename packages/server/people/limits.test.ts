/** Flooding, guessing, and that neither can keep anybody else out. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authenticator } from '../ground/testing/authenticator.ts';
import { type Running, runKith } from '../testing/kith.ts';

const FLOOD = 400;
const ATTACKER = '203.0.113.66';
const ELSEWHERE = '203.0.113.7';

describe('limits on signing in', () => {
  let behind: Running;
  let bare: Running;
  before(async () => {
    behind = await runKith({ trustProxy: ['127.0.0.1', '::1'] });
    bare = await runKith();
  });
  after(async () => {
    await behind.end();
    await bare.end();
  });

  const originOf = (kith: Running) => kith.url.replace('127.0.0.1', 'localhost');
  const ask = (kith: Running, path: string, body: unknown, address?: string) =>
    fetch(originOf(kith) + path, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', origin: originOf(kith) },
        ...(address !== undefined && { 'x-forwarded-for': address }),
      },
      body: JSON.stringify(body),
    });
  const signIn = async (kith: Running, device: Authenticator, address: string, signer = device) => {
    const { challenge } = await (await ask(kith, '/v1/sign-in/options', {}, address)).json();
    return ask(
      kith,
      '/v1/sign-in',
      { passkey: { ...signer.get(challenge), id: device.id, rawId: device.id } },
      address,
    );
  };

  it('failing in somebody’s name keeps them out neither elsewhere nor where the attacker is', async () => {
    const device = new Authenticator(originOf(behind));
    const who = { invitation: behind.firstAdministrator?.split('#')[1], pseudonym: 'Ada' };
    const { challenge } = await (await ask(behind, '/v1/join/options', who)).json();
    const passkey = device.create(challenge);
    assert.equal((await ask(behind, '/v1/join', { ...who, language: 'en', passkey })).status, 200);
    const attacker = new Authenticator(originOf(behind));
    for (let i = 0; i < 8; i++) assert.equal((await signIn(behind, device, ATTACKER, attacker)).status, 403);
    assert.equal((await signIn(behind, device, ELSEWHERE)).status, 200);
    assert.equal((await signIn(behind, device, ATTACKER)).status, 200);
  });

  it('a flood is refused for the address that it comes from, and for no other', async () => {
    const flood = async (): Promise<Response> => {
      for (let i = 0; i < FLOOD; i++) {
        const response = await ask(behind, '/v1/sign-in/options', {}, ATTACKER);
        if (response.status !== 200) return response;
        await response.arrayBuffer();
      }
      return assert.fail('everything was taken');
    };
    const refused = await flood();
    assert.equal(refused.status, 429);
    assert.equal((await refused.json()).error.code, 'too_many_requests');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await ask(behind, '/v1/sign-in/options', {}, ELSEWHERE)).status, 200);
  });

  it('an address that somebody merely claims counts for nothing, where no proxy is trusted', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < FLOOD; i++) {
      const response = await ask(bare, '/v1/sign-in/options', {}, `198.51.100.${i % 250}`);
      statuses.add(response.status);
      await response.arrayBuffer();
    }
    assert.deepEqual([...statuses].sort(), [200, 429]);
  });
});
