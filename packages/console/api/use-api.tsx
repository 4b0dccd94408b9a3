/** Kith and who sits here, for every component. */
import type { SessionView } from '@kith/contract';
import { createContext, useContext } from 'react';
import type { Api } from './http.ts';

interface Desk {
  api: Api;
  session: SessionView;
  /** who sits here has taken another pseudonym */
  renamed(pseudonym: string): void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('nobody is signed in around this component');
  return desk;
}

export const useMay = () => {
  const { session } = useDesk();
  return (what: string): boolean => session.actions.includes(what);
};
