/**
 * Cuts off a model that fails again and again, so that nobody waits for it and texts are not held for it.
 *
 *   closed     tries go on. So many failures in a row open it; a success begins the count anew.
 *   open       nothing is tried for a while. The first who asks after that makes it half-open, and is let through.
 *   half-open  that one try is under way, and nothing else is tried. It succeeds: closed, and all is forgotten. It fails:
 *              open again, for twice as long as before, up to a limit.
 *
 * A try that was begun before the state last changed says nothing of the state now: how it ends is not counted.
 * A grave failure (the worker has died) opens it at once.
 */

/** Failures in a row that open it: one or two happen to any endpoint that is restarted. */
export const FAILURES_MAX = 3;
/** How long it is open the first time, milliseconds: about as long as a restart takes. */
export const OPEN_MS = 15_000;
/** How long it is open at most, milliseconds: whoever mends the endpoint waits no longer to see it used. */
export const OPEN_MAX_MS = 10 * 60_000;

export type Circuit = 'closed' | 'open' | 'half_open';

/** Permission to try once. Tell it how that ended. */
export interface Try {
  /** gives whether this closed it again */
  succeeded(): boolean;
  failed(now_ms: number, grave: boolean): void;
}

export class Breaker {
  #circuit: Circuit = 'closed';
  #failures = 0;
  /** when it was cut off, milliseconds since 1970; 0 where it isn't */
  #since_ms = 0;
  #until_ms = 0;
  #openFor_ms = OPEN_MS;
  /** counts the changes of state */
  #era = 0;

  get circuit(): Circuit {
    return this.#circuit;
  }

  /** Since when it has been cut off, milliseconds since 1970; null where it isn't. */
  get cutOffSince_ms(): number | null {
    return this.#circuit === 'closed' ? null : this.#since_ms;
  }

  /** Whether a try would be let through now. */
  lets(now_ms: number): boolean {
    return this.#circuit === 'closed' || (this.#circuit === 'open' && now_ms >= this.#until_ms);
  }

  /** Permission to try; null where there is none. */
  begin(now_ms: number): Try | null {
    if (!this.lets(now_ms)) return null;
    if (this.#circuit === 'open') this.#become('half_open');
    const era = this.#era;
    return {
      succeeded: () => era === this.#era && this.#succeeded(),
      failed: (at_ms, grave) => {
        if (era === this.#era) this.#failed(at_ms, grave);
      },
    };
  }

  #succeeded(): boolean {
    this.#failures = 0;
    if (this.#circuit === 'closed') return false;
    this.#openFor_ms = OPEN_MS;
    this.#become('closed');
    return true;
  }

  #failed(now_ms: number, grave: boolean): void {
    this.#failures++;
    if (this.#circuit === 'closed') {
      if (this.#failures < FAILURES_MAX && !grave) return;
      this.#since_ms = now_ms;
    } else this.#openFor_ms = Math.min(OPEN_MAX_MS, this.#openFor_ms * 2);
    this.#until_ms = now_ms + this.#openFor_ms;
    this.#become('open');
  }

  #become(circuit: Circuit): void {
    this.#circuit = circuit;
    this.#era++;
  }
}
