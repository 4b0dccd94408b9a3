/** What may be known of a case, for tests of kinds. Neutral words and codes only. */
import type { KnownAccount, KnownOfCase } from '../kinds/known.ts';

const T0 = Date.UTC(2026, 10, 20, 10);
const HOUR_MS = 3_600_000;

export const knownAccount = (account: string, more: Partial<KnownAccount> = {}): KnownAccount => ({
  ...{ account, ageBand: 'unknown', country: null, createdAt_ms: null, details: null, evidence: null },
  ...{ enforced: [], links: [] },
  ...more,
});

/** A case with one thing of each that can be seen; the rest is what is given. */
export const knownOfCase = (more: Partial<KnownOfCase> = {}): KnownOfCase => ({
  ...{ case: 'case-1', openedAt_ms: T0 + 2 * HOUR_MS, priority: 2 },
  reported: [knownAccount('max', { ageBand: 'adult', country: 'GB', createdAt_ms: T0 - 100 * HOUR_MS })],
  others: [{ ...knownAccount('kid', { ageBand: '13to15', country: 'GB' }), child: true, attempt: null }],
  seen: [
    {
      ...{ at_ms: T0, code: 'SECRECY', account: 'max', other: 'kid', message: 'm-1' },
      words: { en: 'asks that nobody be told', cy: 'yn gofyn i beidio â dweud wrth neb' },
    },
    {
      ...{ at_ms: T0 + HOUR_MS, code: 'MEETING', account: 'max', other: 'kid', message: 'm-2' },
      words: { en: 'proposes to meet', cy: 'yn cynnig cyfarfod' },
    },
  ],
  ...{
    first_ms: T0,
    last_ms: T0 + HOUR_MS,
    evidence: [],
    goesWith: null,
    rulings: [],
    reports: [],
    earlier: [],
    supplements: null,
  },
  now_ms: T0 + 5 * HOUR_MS,
  ...more,
});
