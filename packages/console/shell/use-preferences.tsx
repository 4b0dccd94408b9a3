import { createContext, useContext } from 'react';
import type { Preferences } from './preferences.ts';

interface Chosen {
  preferences: Preferences;
  prefer(change: Partial<Preferences>): void;
}

export const PreferencesContext = createContext<Chosen | null>(null);

export function usePreferences(): Chosen {
  const chosen = useContext(PreferencesContext);
  if (chosen === null) throw new Error('there are no preferences around this component');
  return chosen;
}
