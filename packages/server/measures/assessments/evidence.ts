/**
 * What lies beside an answer, as it is now: counts up to the last day that is over, and measures as the registry has them. What is
 * signed is copied as it is on that day.
 */
import type { SaidEvidence, ShownEvidence } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import {
  countedThrough,
  countNames,
  dayName,
  firstCountedDay,
  inTotal,
  isCountName,
  sumCounts,
} from '../counts/index.ts';
import { type Code, measureOf } from '../registry.ts';

type SaidCount = Extract<SaidEvidence, { of: 'count' }>;

/** Days that were counted: the first, and the last that is over. */
interface Counted {
  first: number;
  last: number;
}

async function countedDays(db: Kysely<Records>): Promise<Counted | null> {
  const last = await countedThrough(db);
  if (last === null) return null;
  // null where nothing at all was counted on any day so far
  return { first: Math.min((await firstCountedDay(db)) ?? last, last), last };
}

/** Says of evidence how it is now; asks the database once for each length of time. */
export async function evidenceNow(
  db: Kysely<Records>,
  codes: readonly Code[],
  all: readonly SaidEvidence[],
): Promise<(said: SaidEvidence) => ShownEvidence> {
  const counts = all.filter((said) => said.of === 'count');
  const over = counts.length === 0 ? null : await countedDays(db);
  const sums = over === null ? new Map<string, number>() : await sumsOf(db, counts, over);
  return (said) => {
    switch (said.of) {
      case 'count':
        return shownCount(said, over, sums);
      case 'measure':
        return { ...said, known: knownMeasure(codes, said) };
      case 'document':
        return said;
      default:
        return said satisfies never;
    }
  };
}

const keyOf = ({ name, days }: SaidCount): string => `${name} ${days}`;
const fromDay = ({ days }: SaidCount, { first, last }: Counted): number => Math.max(first, last - days + 1);

async function sumsOf(db: Kysely<Records>, counts: readonly SaidCount[], over: Counted): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const days of new Set(counts.map((said) => said.days))) {
    const said = counts.filter((one) => one.days === days);
    const names = [...new Set(said.map(({ name }) => name))].filter(isCountName);
    const [one] = said;
    if (one === undefined) continue;
    const period = { names, fromDay: fromDay(one, over), toDay: over.last, by: 'all' } as const;
    for (const { name, n } of (await sumCounts(db, period)).filter(inTotal)) {
      const key = keyOf({ of: 'count', name, days });
      sums.set(key, (sums.get(key) ?? 0) + n);
    }
  }
  return sums;
}

function shownCount(said: SaidCount, over: Counted | null, sums: ReadonlyMap<string, number>): ShownEvidence {
  const known = countNames.find(({ name }) => name === said.name);
  const counted =
    known === undefined || over === null
      ? null
      : {
          ...{ from: dayName(fromDay(said, over)), to: dayName(over.last), n: sums.get(keyOf(said)) ?? 0 },
          ...{ least: known.of === 'questions', standing: known.standing === true },
        };
  return { ...said, title: known?.title ?? said.name, counted };
}

function knownMeasure(codes: readonly Code[], said: { code: string; id: string }) {
  const found = measureOf(codes, said.code, said.id);
  return found && { title: found.measure.title, version: found.code.version, wording: found.measure.wording };
}

/** What was said, without how it was then. */
export function saidAgain(shown: ShownEvidence): SaidEvidence {
  switch (shown.of) {
    case 'count':
      return { of: 'count', name: shown.name, days: shown.days };
    case 'measure':
      return { of: 'measure', code: shown.code, id: shown.id };
    case 'document':
      return shown;
    default:
      return shown satisfies never;
  }
}
