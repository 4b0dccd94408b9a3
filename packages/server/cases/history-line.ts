/** A line of a case's history that is read from a record of its own. */
import type { CaseEventKind } from '@kith/contract';
import type { CaseEventRow } from '../ground/database/index.ts';
import type { Detail } from './acts.ts';

/** What is beside a case comes after what people did to it in the same millisecond, which is mostly why. */
const BESIDE = Number.MAX_SAFE_INTEGER;

type Told = Omit<CaseEventRow, 'place' | 'detail' | 'note'> & { kind: CaseEventKind };

export const line = (of: Told, detail: Detail): CaseEventRow => ({
  ...{ ...of, place: BESIDE, detail: JSON.stringify(detail), note: null },
});
