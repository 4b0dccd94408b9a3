import { AccountName } from '../foreign/foreign.tsx';
import type { Placed } from './placing.ts';

/** An account with its number in the drawing. */
export function Numbered({ id, placed }: { id: string; placed: readonly Placed[] }) {
  const number = placed.find(({ account }) => account.id === id)?.number;
  return (
    <span className="numbered">
      {number !== undefined && <span className="numbered__number">{number}</span>} <AccountName id={id} />
    </span>
  );
}
