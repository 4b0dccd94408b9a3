/** The time that a figure is for: a financial year (April to March), or a span that is none. */

/** A span of whole months, counted from January of the year 0. */
export interface Period {
  /** as the source writes it */
  readonly text: string;
  /** the first month, and the one after the last */
  readonly from: number;
  readonly to: number;
}

const YEAR = /^(\d{4})\/(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;

const month = (year: number, number: number): number => year * 12 + number - 1;

/** The months of a financial year or a month; null where it is neither. */
function monthsOf(text: string): [from: number, to: number] | null {
  const year = YEAR.exec(text);
  if (year !== null) {
    const first = Number(year[1]);
    // 2017/19 is no year, and 1999/00 is one
    if ((first + 1) % 100 !== Number(year[2])) return null;
    return [month(first, 4), month(first + 1, 4)];
  }
  const single = MONTH.exec(text);
  if (single === null) return null;
  const number = Number(single[2]);
  if (number < 1 || number > 12) return null;
  const from = month(Number(single[1]), number);
  return [from, from + 1];
}

/** Reads `2023/24`, `2017-04..2018-09` or `2017/18..2022/23`; null where it is none of these. */
export function readPeriod(text: string): Period | null {
  const [first = '', last = first, ...more] = text.split('..');
  const from = monthsOf(first);
  const to = monthsOf(last);
  if (from === null || to === null || more.length > 0 || from[0] >= to[1]) return null;
  return { text, from: from[0], to: to[1] };
}

/** Whether it is one financial year: only such figures are compared with each other. */
export const isYear = ({ from, to }: Period): boolean => to - from === 12 && from % 12 === 3;

/** The calendar year in which a period begins. */
export const startOf = ({ from }: Period): number => Math.floor(from / 12);

/** `2023/24` of the year that begins in 2023. */
export const yearText = (start: number): string => `${start}/${String((start + 1) % 100).padStart(2, '0')}`;
