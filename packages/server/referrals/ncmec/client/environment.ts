/**
 * Where reports go. NCMEC's test system throws them away; what production gets goes to the police. So production is reached
 * only where the configuration says that very word, and the connection itself refuses it otherwise.
 */
import { BlockList, isIP } from 'node:net';
import { buildConnector } from 'undici';

export const environments = ['test', 'production'] as const;
export type Environment = (typeof environments)[number];

const HOSTS: Readonly<Record<Environment, string>> = {
  test: 'exttest.cybertip.org',
  production: 'report.cybertip.org',
};
/** Both systems have their calls there (cybertipline.md, section 2, grade P). */
const PATH = '/ispws';

export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const isLoopback = (host: string): boolean => {
  const kind = isIP(host);
  return host === 'localhost' || (kind !== 0 && loopback.check(host, kind === 4 ? 'ipv4' : 'ipv6'));
};

/**
 * @param instead of NCMEC's test system: a conformance server on this machine
 * @throws EnvironmentError where that is anywhere else
 */
export function baseOf(environment: Environment, instead: string | null): URL {
  if (instead === null) return new URL(`https://${HOSTS[environment]}${PATH}`);
  const url = URL.parse(instead);
  if (environment !== 'test') throw new EnvironmentError('production has no other address than NCMEC’s');
  if (url === null || !isLoopback(url.hostname.replace(/^\[|\]$/g, '')) || !/^https?:$/.test(url.protocol)) {
    throw new EnvironmentError('instead of NCMEC’s test system only a server on this machine will do');
  }
  return url;
}

/** Opens connections to the host of this environment and to no other. */
export function connectorTo(base: URL, timeout_ms: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeout_ms, allowH2: false });
  return (to, callback) => {
    if (to.hostname !== base.hostname || to.protocol !== base.protocol) {
      callback(new EnvironmentError('no connection to any other host'), null);
    } else connect(to, callback);
  };
}
