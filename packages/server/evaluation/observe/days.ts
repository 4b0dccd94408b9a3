/**
 * What is kept of each active account-day: how much was written, what the score was at most, and what it was made of then.
 * An account-day is active where the account did anything that Kith was told of.
 */
import { accountTerms, contactTerms, type Subject } from './row.ts';
import { Rows } from './rows.ts';

/** The numbers of an account-day. All are whole and below 2^24, or need no more than 32 bits. */
const FIELDS = [
  /** number of the account, in the order in which accounts were first seen */
  'account',
  /** days since the first that counts */
  'day',
  /** the account's own score and the highest of its contacts', at most in this day; log-odds */
  'accountScore',
  'contactScore',
  /** messages sent in this day, and in all days up to it */
  'messages',
  'messagesSoFar',
  /** children first turned to in 30 days */
  'children',
  /** of the scores of its last messages, at most in this day */
  'skewness',
] as const;
export type DayField = (typeof FIELDS)[number];
export type AccountDay = Readonly<Record<DayField, number>>;

const place = Object.fromEntries(FIELDS.map((field, i) => [field, i])) as Record<DayField, number>; // every field is there
/** Behind the fields: the numbers of the rows that its scores are made of, + 1; 0 where there is none. */
const ROW = { account: FIELDS.length, contact: FIELDS.length + 1 } as const;
const WIDTH = FIELDS.length + 2;

export class AccountDays {
  readonly #days = new Rows(WIDTH);
  readonly #rows = { account: new Rows(accountTerms.length), contact: new Rows(contactTerms.length) };

  get count(): number {
    return this.#days.count;
  }

  add(account: number, day: number): number {
    const number = this.#days.add();
    const row = this.#days.at(number);
    row[place.account] = account;
    row[place.day] = day;
    return number;
  }

  get(day: number, field: DayField): number {
    return this.#days.at(day)[place[field]] ?? 0;
  }

  set(day: number, field: DayField, value: number): void {
    this.#days.at(day)[place[field]] = value;
  }

  /** The higher of its two scores. */
  score(day: number): number {
    const row = this.#days.at(day);
    return Math.max(row[place.accountScore] ?? 0, row[place.contactScore] ?? 0);
  }

  /** What the day's highest score of that kind was made of; null where it was not kept. */
  row(day: number, subject: Subject): Float32Array | null {
    const number = this.#days.at(day)[ROW[subject]] ?? 0;
    return number === 0 ? null : this.#rows[subject].at(number - 1);
  }

  keepRow(day: number, subject: Subject, values: ArrayLike<number>): void {
    const row = this.#days.at(day);
    let number = row[ROW[subject]] ?? 0;
    if (number === 0) {
      number = this.#rows[subject].add() + 1;
      row[ROW[subject]] = number;
    }
    this.#rows[subject].at(number - 1).set(values);
  }
}
