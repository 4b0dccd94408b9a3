/** What the filing of one report remembers between its steps. Plain JSON, stored sealed before the next step is taken. */
import { z } from 'zod';
import type { FilingState } from '../../kinds/filer.ts';

/** The most numbers of reports that were opened and taken back again: enough to see that something is wrong. */
const TAKEN_BACK_MAX = 50;

const memory = z.strictObject({
  /**
   * `open`: nothing is open, as far as we know. `files`: a report is open, and its files go up. `finishing`: /finish is next, or was
   * tried. `taking_back`: /retract is next
   */
  at: z.enum(['open', 'files', 'finishing', 'taking_back']),
  report: z.string().nullable(),
  openedAt_ms: z.number(),
  /** when a file or its details were last added */
  changedAt_ms: z.number(),
  uploaded: z.array(z.strictObject({ fileId: z.string(), md5: z.string(), described: z.boolean() })),
  /**
   * A name for the call that comes next, stored before it is made. Whoever holds it made it up in this process; who reads it from
   * the database does not know whether the call was made
   */
  about: z.string().nullable(),
  /** after `taking_back` */
  afterwards: z.enum(['restart', 'refuse']),
  /** why it is taken back */
  because: z.string().nullable(),
  restarts: z.int(),
  takenBack: z.array(z.string()),
  /** since when nothing could be opened; null where that went well last */
  failingSince_ms: z.number().nullable(),
});
export type Memory = z.output<typeof memory>;

const BEGINNING: Memory = {
  ...{
    at: 'open',
    report: null,
    openedAt_ms: 0,
    changedAt_ms: 0,
    uploaded: [],
    about: null,
    afterwards: 'restart',
    because: null,
  },
  ...{ restarts: 0, takenBack: [], failingSince_ms: null },
};

/** @throws where what was stored is not ours: a newer Kith wrote it */
export const memoryOf = (filing: FilingState): Memory =>
  filing.memory === null ? BEGINNING : memory.parse(filing.memory);

/** As at the beginning, and it remembers that it is not the first time. */
export function startedAgain({ report, restarts, takenBack, because }: Memory): Memory {
  const all = report === null ? takenBack : [...takenBack, report];
  return { ...BEGINNING, restarts: restarts + 1, because, takenBack: all.slice(-TAKEN_BACK_MAX) };
}
