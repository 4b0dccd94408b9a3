/** Coming back from a provider that says what it should not, or that somebody stands before: nobody gets in by it. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Secret } from '../ground/config/index.ts';
import { Provider } from './provider.ts';

const SECRET = 'a client secret that the provider and Kith share';
const CALLBACK = 'http://localhost:1/sign-in/provider/callback';
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

type Claims = Record<string, unknown>;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const token = (head: object, claims: Claims, signed: (data: Buffer) => Buffer): string => {
  const data = `${encoded(head)}.${encoded(claims)}`;
  return `${data}.${signed(Buffer.from(data)).toString('base64url')}`;
};
const RS256 = { alg: 'RS256', kid: 'k' };
const signedBy = (key: typeof own.privateKey) => (data: Buffer) => sign('RSA-SHA256', data, key);
const asItShould = (claims: Claims): string => token(RS256, claims, signedBy(own.privateKey));

describe('coming back from the provider', () => {
  let server: Server;
  let issuer: string;
  let idToken: (claims: Claims) => string;
  let nonce: string;

  before(async () => {
    server = createServer((request, response) => {
      const now_s = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        aud: 'kith',
        sub: 'somebody',
        iat: now_s,
        exp: now_s + 300,
        nonce,
        groups: ['safety'],
      };
      const answers: Record<string, object> = {
        '/.well-known/openid-configuration': {
          ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
          ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'] },
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        },
        '/jwks': { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] },
        '/token': { access_token: 'a', token_type: 'Bearer', id_token: idToken(claims) },
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[request.url ?? ''] ?? {}));
    });
    idToken = asItShould;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // a server that listens on TCP has an address of this shape
    issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const comeBack = async (how: (claims: Claims) => string, more = '') => {
    idToken = how;
    const provider = new Provider({
      ...{ issuer, client: 'kith', secret: new Secret(SECRET), scopes: [], claim: 'groups' },
      roles: { safety: ['moderator'], chief: ['lead'] },
    });
    const { leaving } = await provider.leave(CALLBACK, '/console');
    nonce = leaving.nonce;
    return provider.comeBack(new URL(`${CALLBACK}?code=c&state=${leaving.state}${more}`), leaving);
  };

  it('is who the provider says, with the roles that are mapped', async () => {
    assert.deepEqual(await comeBack(asItShould), { issuer, subject: 'somebody', roles: ['moderator'] });
  });

  it('believes no ID token that the provider has not signed', async () => {
    const none = () => Buffer.alloc(0);
    const forged: Record<string, (claims: Claims) => string> = {
      'by another key': (claims) => token(RS256, claims, signedBy(stranger.privateKey)),
      'by nobody': (claims) => token(RS256, claims, none),
      none: (claims) => token({ alg: 'none' }, claims, none),
      'by what the client knows, too': (claims) =>
        token({ alg: 'HS256', kid: 'k' }, claims, (data) => createHmac('sha256', SECRET).update(data).digest()),
      'altered since': (claims) => {
        const [head = '', , signature = ''] = asItShould(claims).split('.');
        return [head, encoded({ ...claims, groups: ['chief'] }), signature].join('.');
      },
    };
    for (const [what, how] of Object.entries(forged)) await assert.rejects(comeBack(how), what);
  });

  it('believes none that is for another, from another, of another time, or about nobody', async () => {
    const wrong: Claims[] = [
      ...[{ iss: 'http://localhost:1' }, { aud: 'other' }, { aud: ['kith', 'other'], azp: 'other' }],
      ...[{ nonce: 'another' }, { nonce: undefined }, { exp: 1 }, { nbf: 99_999_999_999 }],
      ...[{ sub: undefined }, { sub: '' }, { sub: 'x'.repeat(256) }],
    ];
    for (const more of wrong) {
      await assert.rejects(
        comeBack((claims) => asItShould({ ...claims, ...more })),
        JSON.stringify(more),
      );
    }
    await assert.rejects(comeBack(asItShould, '&iss=http%3A%2F%2Fevil.example'), 'another provider');
    await assert.rejects(comeBack(asItShould, '&state=another'), 'two states');
  });

  it('gives no role by what is not mapped', async () => {
    const others = [['__proto__', 'constructor'], { safety: true }, 'safety,chief', undefined, [['safety']]];
    for (const groups of others) {
      const { roles } = await comeBack((claims) => asItShould({ ...claims, groups, email: 'chief@example.com' }));
      assert.deepEqual(roles, [], JSON.stringify(groups));
    }
  });
});
