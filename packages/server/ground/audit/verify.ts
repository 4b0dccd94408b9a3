/**
 * Verifies the audit log. Every line holds the hash of the one before and of itself; the head holds the last one; anchors,
 * which were written down elsewhere, hold what the log was on their day. A line that was altered, is missing or out of
 * order breaks one of these, and is named. Whoever may write the whole database can make a new log that agrees with
 * itself: only an anchor that is out of their reach shows that.
 */
import type { Kysely } from 'kysely';
import type { AuditLineRow, Records } from '../database/index.ts';
import type { Anchor } from './anchors.ts';
import { hashOf } from './line.ts';

/** Lines read at once. */
const LINES_READ = 2_000;
/** Faults that are named: where there are more, the log as a whole is in doubt. */
export const AUDIT_FAULTS_MAX = 1_000;

export interface AuditFault {
  /** the line that is at fault; of a gap, its first line */
  number: number;
  /** the last line of a gap */
  to?: number;
  fault: 'altered' | 'missing' | 'beyond_head' | 'not_as_anchored';
}

export interface AuditVerified {
  lines: number;
  /** how many anchors were compared */
  anchors: number;
  faults: readonly AuditFault[];
  /** the last line's number and hash, as the log has them */
  head: { number: number; hash: string };
}

/**
 * @param anchors what was written down elsewhere
 * @param progress told how many lines were verified, of how many
 */
export async function verifyAudit(
  db: Kysely<Records>,
  anchors: readonly Anchor[] = [],
  progress: (done: number, all: number) => void = () => {},
): Promise<AuditVerified> {
  // in this order: what is added between the two is below the head
  const newest = await db
    .selectFrom('audit_line')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  const found = await db.selectFrom('audit_head').select(['number', 'hash']).executeTakeFirst();
  const head = { number: Number(found?.number ?? 0), hash: found?.hash ?? '' };
  const chain = new Chain(anchors);
  // numbers begin at 1: what somebody put below that by hand is read, too
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const page = await db
      .selectFrom('audit_line')
      .selectAll()
      .where('number', '>', after)
      .where('number', '<=', head.number)
      .orderBy('number')
      .limit(LINES_READ)
      .execute();
    for (const line of page) chain.follow(line);
    progress(chain.lines, head.number);
    if (page.length < LINES_READ) break;
    after = page[page.length - 1].number;
  }
  chain.end(head, Number(newest?.number ?? 0));
  return { lines: chain.lines, anchors: chain.compared, faults: chain.faults, head };
}

class Chain {
  lines = 0;
  compared = 0;
  readonly faults: AuditFault[] = [];
  readonly #anchors = new Map<number, Set<string>>();
  /** the line before */
  #number = 0;
  #hash = '';

  constructor(anchors: readonly Anchor[]) {
    for (const { number, hash } of anchors) {
      this.#anchors.set(number, (this.#anchors.get(number) ?? new Set()).add(hash));
    }
    // of a log without lines there is nothing to compare
    this.#anchors.delete(0);
  }

  follow(line: AuditLineRow): void {
    this.lines++;
    // no part of the chain, whatever hash it has
    if (line.number < 1) {
      this.#altered(line.number);
      return;
    }
    if (line.number > this.#number + 1) this.#missing(this.#number + 1, line.number - 1);
    else if (line.before !== this.#hash) this.#altered(this.#number > 0 ? this.#number : line.number);
    if (line.hash !== hashOf(line)) this.#altered(line.number);
    this.#number = line.number;
    this.#hash = line.hash;
    this.#compare(line);
  }

  end(head: { number: number; hash: string }, newest: number): void {
    if (this.#number < head.number) this.#missing(this.#number + 1, head.number);
    else if (this.#hash !== head.hash) this.#altered(head.number);
    if (newest > head.number) this.#fault({ number: head.number + 1, to: newest, fault: 'beyond_head' });
    for (const number of [...this.#anchors.keys()].filter((anchored) => anchored > head.number)) {
      this.compared++;
      this.#missing(number, number);
    }
  }

  #compare({ number, hash }: AuditLineRow): void {
    const anchored = this.#anchors.get(number);
    if (anchored === undefined) return;
    this.compared++;
    if (anchored.size > 1 || !anchored.has(hash)) this.#fault({ number, fault: 'not_as_anchored' });
  }

  /** A line that was changed together with its hash shows by the line after it; one that was changed alone, by itself. */
  #altered(number: number): void {
    if (this.faults.at(-1)?.number !== number) this.#fault({ number, fault: 'altered' });
  }

  #missing(from: number, to: number): void {
    this.#fault({ number: from, ...(to > from && { to }), fault: 'missing' });
  }

  #fault(fault: AuditFault): void {
    if (this.faults.length < AUDIT_FAULTS_MAX) this.faults.push(fault);
  }
}
