/** Limits on what one address may ask of routes that somebody could flood. */
import rateLimit from '@fastify/rate-limit';
import type { HttpApp } from './app.ts';
import { ProblemError } from './problems.ts';

/** Addresses whose requests are counted at a time; past it the one that asked longest ago is forgotten. */
const ADDRESSES_COUNTED_MAX = 20_000;
/** An IPv6 line has a network of its own: counting its addresses one by one would count nothing. Bits. */
const IPV6_NETWORK_BITS = 64;

/**
 * In this scope a route may say `config: { rateLimit: { max, timeWindow } }`: so many requests from an address.
 * Nobody is remembered for longer than such a window.
 */
export async function limitAddresses(scope: HttpApp): Promise<void> {
  await scope.register(rateLimit, {
    global: false,
    cache: ADDRESSES_COUNTED_MAX,
    ipv6Subnet: IPV6_NETWORK_BITS,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: () =>
      new ProblemError('too_many_requests', 'too much came from this address: try again later'),
  });
}
