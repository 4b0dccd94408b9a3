/** What everything that people do here stands on. */
import { randomUUID } from 'node:crypto';
import type { Kith } from '@kith/client';
import type { Language } from '../protocol.ts';
import type { Store } from './database.ts';
import type { Outbox } from './outbox.ts';

export interface Chat {
  store: Store;
  outbox: Outbox;
  kith: Kith;
}

/** It can't be done as things are. Why isn't said: it could tell who blocked whom. */
export class NotPossible extends Error {}

export interface PersonRow {
  id: string;
  name: string;
  age: 'under13' | '13to15' | '16to17' | 'adult';
  language: Language;
  status: 'active' | 'restricted' | 'suspended' | 'disabled';
  settings: string;
  wanted: string;
  quiet: string | null;
}

/** @throws NotPossible where there is nobody of that name */
export function person({ store }: Chat, id: string): PersonRow {
  const row = store.one<PersonRow>('SELECT * FROM person WHERE id = ?', id);
  if (row === undefined) throw new NotPossible();
  return row;
}

/** Whether somebody's account is shut. */
export const isOut = ({ status }: PersonRow): boolean => status === 'suspended' || status === 'disabled';

/** A name for something that happened: told to Kith under it, however often. */
export const newId = (kind: string): string => `${kind}-${randomUUID()}`;
