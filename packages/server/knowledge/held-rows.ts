/** From events that wait until people have looked to rows, by which a ruling finds them. Pure: the same event gives the same row. */
import type { Effect, Told } from '@kith/engine';
import type { HeldEventRow } from '../ground/database/index.ts';
import { nameOf } from './row-names.ts';

export function heldRows({ id: event }: Told, effects: readonly Effect[], now_ms: number): HeldEventRow[] {
  return effects.flatMap((effect) => {
    if (effect.type !== 'event.held') return [];
    const { actor: account, ...data } = effect.held;
    const row = { id: nameOf('held', event, ''), event, account, data: JSON.stringify(data), created_at: now_ms };
    return [{ ...row, state: 'held', ruling: null, due_at: null }];
  });
}
