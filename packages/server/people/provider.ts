/** Signing in through the organisation's OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
import type { StaffRole } from '@kith/contract';
import * as openid from 'openid-client';
import type { Identity } from '../ground/staff/index.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** The provider answers within it, seconds: somebody waits. */
const ANSWER_MAX_S = 10;

/** Characters of a subject at most (OpenID Connect Core 1.0, section 2). */
const SUBJECT_LENGTH_MAX = 255;

/** What the browser keeps between leaving for the provider and coming back; of use to nobody else. */
export interface Leaving {
  state: string;
  nonce: string;
  verifier: string;
  /** where to go after */
  to: string;
}

export class Provider {
  readonly #settings: ProviderSettings;
  #found: Promise<openid.Configuration> | null = null;

  constructor(settings: ProviderSettings) {
    this.#settings = settings;
  }

  /** Where the browser goes to sign in, and what it keeps meanwhile. Rejects where the provider can't be reached. */
  async leave(callback: string, to: string): Promise<{ url: URL; leaving: Leaving }> {
    const provider = await this.#provider();
    const verifier = openid.randomPKCECodeVerifier();
    const leaving = { state: openid.randomState(), nonce: openid.randomNonce(), verifier, to };
    const url = openid.buildAuthorizationUrl(provider, {
      redirect_uri: callback,
      scope: [...new Set(['openid', ...this.#settings.scopes])].join(' '),
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: leaving.state,
      nonce: leaving.nonce,
    });
    return { url, leaving };
  }

  /**
   * Who came back, with the roles that their organisation gives them here.
   * Rejects where the answer isn't the provider's, or isn't to what was asked.
   * @param came the whole address that the provider sent the browser to
   */
  async comeBack(came: URL, { state, nonce, verifier }: Leaving): Promise<Identity> {
    const answer = await openid.authorizationCodeGrant(await this.#provider(), came, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = answer.claims();
    if (claims === undefined) throw new Error('the provider sent no ID token');
    // who has no name there would be one with all others who have none
    if (claims.sub === '' || claims.sub.length > SUBJECT_LENGTH_MAX) throw new Error('the provider names nobody');
    return { issuer: claims.iss, subject: claims.sub, roles: this.#rolesOf(claims[this.#settings.claim]) };
  }

  #rolesOf(claimed: unknown): StaffRole[] {
    const values = (Array.isArray(claimed) ? claimed : [claimed]).filter((value) => typeof value === 'string');
    const { roles } = this.#settings;
    return [...new Set(values.flatMap((value) => (Object.hasOwn(roles, value) ? (roles[value] ?? []) : [])))];
  }

  /** What the provider says of itself, asked once. A failure is not remembered. */
  #provider(): Promise<openid.Configuration> {
    const { issuer, client, secret } = this.#settings;
    const server = new URL(issuer);
    this.#found ??= openid
      .discovery(server, client, secret.reveal(), undefined, {
        timeout: ANSWER_MAX_S,
        // the library leaves the ID token's signature to TLS unless it is told; whoever stands between, such as a proxy that opens
        // TLS, must not say who somebody is
        execute: [
          openid.enableNonRepudiationChecks,
          // the settings allow http on this machine alone
          ...(server.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
        ],
      })
      .catch((error: unknown) => {
        this.#found = null;
        throw error;
      });
    return this.#found;
  }
}
