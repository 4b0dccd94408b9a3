/** What somebody chose for themselves. Kept in their browser, one entry a person: nothing of it is about cases. */

import { type ChosenKeys, readChosen } from '../actions/keys.ts';
import { ACTIONS } from '../actions/registry.ts';
import { LANGUAGES, type Language } from '../words/words.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  theme: Theme;
  /** null: as the browser says */
  language: Language | null;
  keys: ChosenKeys;
  /** keys that write letters act, too; some people's speech software trips over them (WCAG 2.1.4) */
  singleKeys: boolean;
}

export const DEFAULTS: Preferences = {
  theme: 'system',
  language: null,
  keys: {},
  singleKeys: true,
};

const nameOf = (person: string) => `kith-console ${person}`;

/** From what was stored, whatever it is: what makes no sense is as if it weren't there. */
export function readPreferences(stored: string | null): Preferences {
  let read: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    if (typeof value === 'object' && value !== null) read = value;
  } catch {
    // as if nothing were stored
  }
  return {
    theme: THEMES.find((theme) => theme === read.theme) ?? DEFAULTS.theme,
    language: LANGUAGES.find((language) => language === read.language) ?? null,
    keys: readChosen(ACTIONS, read.keys),
    singleKeys: read.singleKeys !== false,
  };
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

export const loadPreferences = (storage: Storage, person: string): Preferences =>
  readPreferences(storage.getItem(nameOf(person)));

export function savePreferences(storage: Storage, person: string, preferences: Preferences): void {
  storage.setItem(nameOf(person), JSON.stringify(preferences));
}
