/** What an import has read so far: lines, what was bad in them and where, what is of no use here. */

/** Bad lines that are named: these show what is wrong, the rest is counted. */
export const PROBLEMS_MAX = 20;

export interface Problem {
  /** from 1 */
  line: number;
  /** in words that hold nothing of the line itself */
  problem: string;
}

export interface Tally {
  lines: number;
  bad: number;
  skipped: number;
  problems: Problem[];
}

export const noTally = (): Tally => ({ lines: 0, bad: 0, skipped: 0, problems: [] });

export function noteBad(tally: Tally, line: number, problem: string): void {
  tally.bad++;
  if (tally.problems.length < PROBLEMS_MAX) tally.problems.push({ line, problem });
}

/** Of the lines that could be of use. */
export const badShare = ({ lines, bad, skipped }: Pick<Tally, 'lines' | 'bad' | 'skipped'>): number =>
  lines === skipped ? 0 : bad / (lines - skipped);
