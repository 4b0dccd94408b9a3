/**
 * Who sits at this page, and what becomes of it when their session ends. Where they are in the middle of something, the page stays
 * as it is and covers itself until they have signed in again elsewhere in the same browser; then it takes the new session's token
 * and goes on. It never goes on as somebody else.
 *
 * `here` -> (no session any more, and work in front) `ended` -> (they signed in again) `here`
 *        -> (no session any more, and nothing to lose) the page leaves to sign in
 *        -> (somebody else's session, from any state) `other` -> (the first signs in again) `here`
 */
import type { SessionView } from '@kith/contract';

export type Standing = { is: 'here' } | { is: 'ended' } | { is: 'other'; pseudonym: string };

export interface Sat {
  standing: Standing;
  session: SessionView;
}

export interface SittingOptions {
  /** whose session the browser has now; null: nobody's. Throws where Kith does not answer */
  ask(): Promise<SessionView | null>;
  /** whether leaving the page would lose something */
  hasWork(): boolean;
  /** goes to sign in, and comes back afterwards */
  leave(): void;
}

/** The page is on its way elsewhere, or has to be loaded anew: what waits for its session waits for ever. */
const NEVER = new Promise<never>(() => {});

export class Sitting {
  readonly #options: SittingOptions;
  readonly #listeners = new Set<() => void>();
  #sat: Sat | null = null;
  #leaving = false;
  #looking: Promise<void> | null = null;
  #waiting: (() => void)[] = [];

  constructor(options: SittingOptions) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** null before anybody is known */
  readonly current = (): Sat | null => this.#sat;

  /** The token against forgery of the session that the page goes by. */
  get csrf(): string | null {
    return this.#sat?.session.csrf ?? null;
  }

  /** Somebody sits down: once, when the page begins. */
  begin(session: SessionView): void {
    this.#set({ standing: { is: 'here' }, session });
  }

  /** Who sits here has taken another pseudonym. */
  readonly renamed = (pseudonym: string): void => {
    if (this.#sat !== null) this.#set({ ...this.#sat, session: { ...this.#sat.session, pseudonym } });
  };

  /**
   * Kith has refused this page's session.
   * Resolves when its person has one again.
   * @returns whether they had one already, signed in elsewhere in this browser: then nobody has waited
   */
  async renewed(): Promise<boolean> {
    if (this.#sat === null) {
      this.#leave();
      return NEVER;
    }
    await this.look();
    if (this.#leaving) return NEVER;
    if (this.#sat.standing.is === 'here') return true;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return false;
  }

  /** Looks whose session the browser has now, and does what follows from it. */
  readonly look = (): Promise<void> => {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  };

  async #look(): Promise<void> {
    if (this.#sat === null || this.#leaving) return;
    let found: SessionView | null;
    try {
      found = await this.#options.ask();
    } catch {
      // nothing is known: it stays as it is, and is looked at again
      return;
    }
    const { standing, session } = this.#sat;
    if (found === null) {
      if (standing.is === 'here' && !this.#options.hasWork()) this.#leave();
      else if (standing.is === 'here') this.#set({ standing: { is: 'ended' }, session });
    } else if (found.id !== session.id) {
      this.#set({ standing: { is: 'other', pseudonym: found.pseudonym }, session });
    } else if (standing.is !== 'here' || found.csrf !== session.csrf) {
      this.#set({ standing: { is: 'here' }, session: found });
      for (const goOn of this.#waiting.splice(0)) goOn();
    }
  }

  #leave(): void {
    this.#leaving = true;
    this.#options.leave();
  }

  #set(sat: Sat): void {
    this.#sat = sat;
    for (const listener of this.#listeners) listener();
  }
}
