/** Hashes under the salt of one agreement: whoever has the salt can ask whether a value is among them, and nobody else. */
import { createHmac } from 'node:crypto';
import type { PlainTrait } from '../returning/index.ts';
import type { Agreement, Shareable } from './settings.ts';

export const sharedHash = ({ salt }: Pick<Agreement, 'salt'>, kind: string, value: string): string =>
  createHmac('sha256', salt).update(`${kind}\0${value}`).digest('hex');

/** What a salt is told by; it says nothing of it. */
export const saltIdOf = (agreement: Pick<Agreement, 'salt'>): string =>
  sharedHash(agreement, 'salt', 'id').slice(0, 16);

export interface SharedTrait {
  kind: Shareable;
  hash: string;
}

/** An address or a number counts only where it was verified: whoever is disabled after naming somebody else's must not mark them. */
const isProven = ({ kind, verified }: PlainTrait): boolean => verified || (kind !== 'email' && kind !== 'telephone');

/** @param provenOnly what is given to others; what is looked up of theirs need not be */
export const sharedTraits = (
  agreement: Pick<Agreement, 'salt' | 'kinds'>,
  traits: readonly PlainTrait[],
  provenOnly: boolean,
): SharedTrait[] =>
  agreement.kinds.flatMap((kind) =>
    traits
      .filter((trait) => trait.kind === kind && (!provenOnly || isProven(trait)))
      .map(({ value }) => ({ kind, hash: sharedHash(agreement, kind, value) })),
  );
