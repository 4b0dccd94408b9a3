/**
 * Which addresses a webhook may go to. An operator's typing slip, or somebody who controls a DNS name, must not make
 * Kith knock on machines of its own network (server-side request forgery), so the check is made on the address that is
 * connected to, not on the name.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** The error code of a refused address; it appears as `last_error` in the outbox. */
export const PRIVATE_ADDRESS = 'KITH_PRIVATE_ADDRESS';

/** Azure's platform service answers virtual machines on this address, which looks like any public one. */
const PLATFORM_SERVICES: readonly string[] = ['168.63.129.16'];

/**
 * Whether an IP address is one of the public internet. IPv6 only within 2000::/3, the only block that IANA gives out
 * for it (https://www.iana.org/assignments/ipv6-address-space); addresses that carry an IPv4 one are judged by that
 * where it is mapped (::ffff:0:0/96), and refused where it is translated or tunnelled (NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(plain)) return false;
  const parsed = ipaddr.process(plain);
  if (parsed.range() !== 'unicast') return false;
  if (parsed instanceof ipaddr.IPv6) return ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
  return !PLATFORM_SERVICES.includes(parsed.toString());
}

class PrivateAddressError extends Error {
  readonly code = PRIVATE_ADDRESS;
  constructor() {
    super('the endpoint is at a private address; set allowPrivate if it is meant to be');
  }
}

/** The part of dns.lookup that is needed, so that tests can play a DNS server. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A lookup that knows no private addresses. */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, all) => {
      const addresses = error === null ? all.filter(({ address }) => isPublicAddress(address)) : [];
      const [first] = addresses;
      if (error !== null) callback(error, []);
      else if (first === undefined) callback(new PrivateAddressError(), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/**
 * Opens connections for undici. Without `allowPrivate` only to public addresses: names are resolved by `publicLookup`,
 * addresses in the URL are checked as they are, and so is the address at the other end once connected. Certificates are those
 * that Node trusts, or with `ca` (PEM) those, and no other, that these vouch for.
 */
export function connector(
  allowPrivate: boolean,
  timeout_ms: number,
  { resolve = dnsLookup, ca = null }: { resolve?: Resolve | undefined; ca?: string | null } = {},
): buildConnector.connector {
  // undici's types ask for a port or a path here, which it takes from the URL
  const options = {
    ...{ timeout: timeout_ms, allowH2: false },
    ...(ca !== null && { ca }),
  } as buildConnector.BuildOptions;
  if (allowPrivate) return buildConnector(options);
  const connect = buildConnector({ ...options, lookup: publicLookup(resolve) } as buildConnector.BuildOptions);
  return (to, callback) => {
    // no lookup is made for what is an address already
    if (isIP(to.hostname) !== 0 && !isPublicAddress(to.hostname)) return callback(new PrivateAddressError(), null);
    connect(to, (...[error, socket]: [Error, null] | [null, Socket]) => {
      if (error !== null) return callback(error, null);
      if (isPublicAddress(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new PrivateAddressError(), null);
    });
  };
}
