/**
 * Which signals each term of a score rests on, and when they were seen: what was written by its codes, rules by theirs. Asked
 * of the signals that are kept, for whoever looks; nothing is stored for it. Of terms of behaviour knowledge says when.
 */
import { evidenceCode, type RiskContribution, type RiskTerm, SEEN_SHOWN_MAX } from '@kith/contract';
import type { When } from '@kith/engine';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Records, SignalRow } from '../ground/database/index.ts';

/** As a contribution says it. */
export type Rests = Pick<RiskContribution, 'since' | 'at' | 'seen'>;

type Row = Pick<SignalRow, 'event' | 'message' | 'other' | 'code' | 'at'>;
type Span = Pick<SignalRow, 'code' | 'other'> & { first: number; last: number };

/** Live rules of the policy; one in shadow adds nothing. */
const RULE = 'RULE';
const CODES: readonly string[] = [...evidenceCode.options, RULE];

/** Terms that count evidence of any code towards children. */
const TOWARDS_CHILDREN: ReadonlySet<RiskTerm> = new Set<RiskTerm>(['breadth', 'approached', 'pursued']);

/** Whether a signal is of a term. `other`: of its contact with that account alone; null: of the account as a whole. */
function isOf(term: RiskTerm, other: string | null, signal: Pick<SignalRow, 'code' | 'other'>): boolean {
  if (other !== null && signal.other !== other) return false;
  if (term === 'rules') return signal.code === RULE;
  if (TOWARDS_CHILDREN.has(term)) return signal.code !== RULE && signal.other !== null;
  if (term === 'inGroups') return signal.code !== RULE && signal.other === null;
  return signal.code === term;
}

export class Seen {
  readonly #newest: readonly Row[];
  readonly #spans: readonly Span[];

  private constructor(newest: readonly Row[], spans: readonly Span[]) {
    this.#newest = newest;
    this.#spans = spans;
  }

  /** @param others with whom contacts are told of */
  static async of(db: Kysely<Records>, account: string, others: readonly string[]): Promise<Seen> {
    const [newest, spans] = await Promise.all([
      newestOf(account, others).execute(db),
      db
        .selectFrom('signal')
        .select(({ fn }) => ['code', 'other', fn.min('at').as('first'), fn.max('at').as('last')])
        .where('account', '=', account)
        .where('code', 'in', CODES)
        .groupBy(['code', 'other'])
        .execute(),
    ]);
    return new Seen(
      newest.rows,
      spans.map((span) => ({ ...span, first: Number(span.first), last: Number(span.last) })),
    );
  }

  /** What a term rests on: its signals, else what knowledge says of when. */
  rests(term: RiskTerm, other: string | null, when: When | undefined): Rests {
    const spans = this.#spans.filter((span) => isOf(term, other, span));
    if (spans.length === 0) return timesOf(when ?? {});
    const seen = new Map<string, NonNullable<Rests['seen']>[number]>();
    for (const row of this.#newest) {
      if (seen.size < SEEN_SHOWN_MAX && isOf(term, other, row) && !seen.has(row.event))
        seen.set(row.event, seenIn(row));
    }
    return {
      since: timeOf(Math.min(...spans.map(({ first }) => first))),
      at: timeOf(Math.max(...spans.map(({ last }) => last))),
      seen: [...seen.values()],
    };
  }
}

/** The newest of each code, of each code towards each of these, and of all towards anybody and in groups: few of each. */
function newestOf(account: string, others: readonly string[]): RawBuilder<Row> {
  const toThese =
    others.length === 0 ? sql`` : sql`OR (of_pair <= ${SEEN_SHOWN_MAX} AND other IN (${sql.join(others)}))`;
  return sql<Row>`
    SELECT event, message, other, code, at FROM (
      SELECT id, event, message, other, code, at,
        row_number() OVER (PARTITION BY code ORDER BY at DESC, id) AS of_code,
        row_number() OVER (PARTITION BY code, other ORDER BY at DESC, id) AS of_pair,
        row_number() OVER (PARTITION BY code = ${RULE}, other IS NULL ORDER BY at DESC, id) AS of_kind
      FROM signal WHERE account = ${account} AND code IN (${sql.join(CODES)})
    ) AS numbered
    WHERE of_code <= ${SEEN_SHOWN_MAX} OR of_kind <= ${SEEN_SHOWN_MAX} ${toThese}
    ORDER BY at DESC, id`;
}

const timeOf = (at_ms: number): string => new Date(at_ms).toISOString();

const timesOf = ({ since, at }: When): Rests => ({
  ...(since !== undefined && since > 0 && { since: timeOf(since * 1000) }),
  ...(at !== undefined && at > 0 && { at: timeOf(at * 1000) }),
});

const seenIn = ({ at, event, message, other }: Row): NonNullable<Rests['seen']>[number] => ({
  at: timeOf(at),
  event,
  ...(message !== null && { message }),
  ...(other !== null && { other }),
});
