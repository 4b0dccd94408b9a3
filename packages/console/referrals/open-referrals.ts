/**
 * Contents of referrals that are open in this window, with what was changed and not yet saved. Kept in memory alone, since they
 * are evidence: going to another screen loses nothing, and closing the window asks first.
 */
import type { ReferralContent, ReferralView } from '@kith/contract';
import { useSyncExternalStore } from 'react';
import { type Edited, isUnchanged } from './form/merge.ts';

export interface OpenReferral extends Omit<ReferralContent, 'content'> {
  /** how often it had been changed: what else was done to it since changes nothing of what it says */
  edits: number;
  /** as it is saved */
  base: Edited;
  /** as it is in front of somebody */
  mine: Edited;
}

/** How often somebody has changed what it says. */
export const editsOf = ({ steps }: Pick<ReferralView, 'steps'>): number =>
  steps.filter(({ what }) => what === 'edited').length;

export const openedOf = (
  view: Pick<ReferralView, 'priority' | 'evidence' | 'steps'>,
  { content, ...rest }: ReferralContent,
): OpenReferral => {
  const base: Edited = { content, priority: view.priority, evidence: view.evidence };
  return { ...rest, edits: editsOf(view), base, mine: base };
};

export const isUnsaved = (open: OpenReferral | null): boolean => open !== null && !isUnchanged(open.base, open.mine);

class OpenReferrals {
  #open: ReadonlyMap<string, OpenReferral> = new Map();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): ReadonlyMap<string, OpenReferral> => this.#open;

  readonly set = (id: string, open: OpenReferral | null): void => {
    const next = new Map(this.#open);
    if (open === null) next.delete(id);
    else next.set(id, open);
    this.#open = next;
    for (const listener of this.#listeners) listener();
  };

  /** Somebody leaves its screen: what is not saved stays, all else goes. @returns whether something stays */
  readonly leave = (id: string): boolean => {
    const stays = isUnsaved(this.#open.get(id) ?? null);
    if (!stays) this.set(id, null);
    return stays;
  };

  get unsaved(): boolean {
    return [...this.#open.values()].some(isUnsaved);
  }
}

export const openReferrals = new OpenReferrals();

// the browser asks in its own words whether to leave
globalThis.addEventListener?.('beforeunload', (event: Event) => {
  if (openReferrals.unsaved) event.preventDefault();
});

export const useOpenReferral = (id: string): OpenReferral | null =>
  useSyncExternalStore(openReferrals.subscribe, openReferrals.current).get(id) ?? null;
