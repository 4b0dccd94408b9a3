/** What can be done now, and how: shared by keys, buttons and the palette. */
import { createContext, useContext } from 'react';
import type { Action, Now } from '../actions/action.ts';

interface Actions {
  now: Now;
  run(action: Action): void;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('there are no actions around this component');
  return actions;
}

/** Allowed, and there is something to do it to. */
export const isPossible = (action: Action, now: Now): boolean =>
  (action.needs === null || now.may(action.needs)) &&
  (action.where === 'anywhere' || action.where.includes(now.mode)) &&
  action.applies(now);
