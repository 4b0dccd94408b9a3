/**
 * Slows down where failed sign-ins come from. Failures are counted a network, never a person: whoever knows somebody's
 * name could else keep them out. Passkeys can't be guessed, so waiting is enough, and nobody is ever locked out.
 */
import ipaddr from 'ipaddr.js';

/** Failures that cost nothing: a wrong finger, a cancelled prompt, an old passkey. */
export const FAILURES_FREE = 5;
/** So long the last failure of a network is remembered, milliseconds. */
export const FAILURES_KEPT_MS = 10 * 60_000;
/** The longest wait, milliseconds: a person still waits for it, and a guesser gets nowhere. */
export const WAIT_MAX_MS = 4_000;
const WAIT_FIRST_MS = 125;
/** Networks in memory at a time; past it the one that failed longest ago is forgotten. */
export const NETWORKS_MAX = 10_000;
/** An IPv6 line has a network of its own, bits. */
const IPV6_NETWORK_BITS = 64;

export class SlowDown {
  readonly #clock: () => number;
  readonly #failures = new Map<string, { count: number; at: number }>();

  /** `clock`: milliseconds, of a clock that only rises */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** How long an attempt from an address has to wait before it is looked at, milliseconds. */
  wait_ms(address: string): number {
    const failed = this.#failures.get(networkOf(address));
    if (failed === undefined || this.#clock() - failed.at > FAILURES_KEPT_MS) return 0;
    const past = failed.count - FAILURES_FREE;
    return past <= 0 ? 0 : Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** (past - 1));
  }

  failed(address: string): void {
    const network = networkOf(address);
    const before = this.#failures.get(network);
    const now = this.#clock();
    const goesOn = before !== undefined && now - before.at <= FAILURES_KEPT_MS;
    // last in the map's order: the first is the one that failed longest ago
    this.#failures.delete(network);
    this.#failures.set(network, { count: goesOn ? before.count + 1 : 1, at: now });
    if (this.#failures.size > NETWORKS_MAX) {
      const [oldest] = this.#failures.keys();
      if (oldest !== undefined) this.#failures.delete(oldest);
    }
  }
}

/** An address as it is counted: IPv4 by itself, IPv6 by its network. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const read = ipaddr.process(address);
  if (read instanceof ipaddr.IPv4) return read.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${read.toString()}/${IPV6_NETWORK_BITS}`).toString();
}
