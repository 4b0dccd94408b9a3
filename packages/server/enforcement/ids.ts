/** Names of what people make: 128 random bits behind what it is. */
import { randomBytes } from 'node:crypto';

const ID_BYTES = 16;

export const newId = (kind: 'rul' | 'enf' | 'stm' | 'app'): string =>
  `${kind}_${randomBytes(ID_BYTES).toString('hex')}`;
