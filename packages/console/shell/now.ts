/**
 * What is in front of somebody, kept outside React's tree: the screen that is shown says what it lets actions do, and
 * buttons, keys and the palette look at it.
 */
import { useLayoutEffect, useSyncExternalStore } from 'react';
import type { Now, Shell } from '../actions/action.ts';

type Fronts = Omit<Now, 'shell' | 'may'>;

const EMPTY: Fronts = {
  ...{ mode: 'queue', list: null, queue: null, case: null, ruling: null, appeal: null },
  ...{ links: null, evidence: null, referral: null, portal: null },
};

class FrontStore {
  #fronts: Fronts = EMPTY;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): Fronts => this.#fronts;

  set<K extends keyof Fronts>(name: K, value: Fronts[K]): void {
    if (this.#fronts[name] === value) return;
    this.#fronts = { ...this.#fronts, [name]: value };
    for (const listener of this.#listeners) listener();
  }

  clear(name: Exclude<keyof Fronts, 'mode'>): void {
    if (this.#fronts[name] === null) return;
    this.#fronts = { ...this.#fronts, [name]: null };
    for (const listener of this.#listeners) listener();
  }
}

export const fronts = new FrontStore();

/**
 * A screen says what it lets actions do, for as long as it is shown. The value must stay the same while nothing changes.
 * It is said before the screen is painted: a key that is pressed as soon as somebody sees what it is for is never lost.
 */
export function useFront<K extends Exclude<keyof Fronts, 'mode'>>(name: K, value: Fronts[K]): void {
  useLayoutEffect(() => {
    fronts.set(name, value);
  }, [name, value]);
  useLayoutEffect(() => () => fronts.clear(name), [name]);
}

export function useMode(mode: Fronts['mode']): void {
  useLayoutEffect(() => fronts.set('mode', mode), [mode]);
}

export const useFronts = (): Fronts => useSyncExternalStore(fronts.subscribe, fronts.current);

export const nowOf = (seen: Fronts, shell: Shell, may: Now['may']): Now => ({ ...seen, shell, may });
