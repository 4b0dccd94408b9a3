/** The page on which a guardian, or a child, reports somebody who is on the page. */
import { randomUUID } from 'node:crypto';
import { categories } from '../../reports/index.ts';
import { type Drawing, draw } from './drawing.ts';
import type { FamilyWords } from './words.ts';

/** The longest text of a report from here, in UTF-16 code units: as on the report form. */
export const REPORT_LENGTH_MAX = 2_000;

/** What was sent and can't be taken. */
export interface ReportTried {
  once: string | undefined;
  what: string;
  more: string;
}

interface ReportPage {
  self: string;
  back: string;
  words: FamilyWords['guardian']['report'] & { trouble?: string };
  /** it happened to whoever reads */
  mine: boolean;
  /** what else stands on the page */
  around?: Record<string, unknown>;
}

export const isCategory = (what: string): boolean => categories.en.some(({ id }) => id === what);

export function drawReport(
  drawing: Drawing,
  { self, back, words, mine, around }: ReportPage,
  tried: ReportTried | null,
): string {
  const faults = {
    what: tried !== null && !isCategory(tried.what) ? words.missing : null,
    more:
      tried !== null && tried.more.length > REPORT_LENGTH_MAX
        ? words.long.replace('{count}', String(REPORT_LENGTH_MAX))
        : null,
  };
  const errors = (['what', 'more'] as const).flatMap((name) => {
    const text = faults[name];
    return text === null ? [] : [{ text, href: `#${name}` }];
  });
  return draw(drawing, 'report.njk', self, {
    ...around,
    // sent again after an answer that was lost, it is the same report
    once: tried?.once ?? randomUUID(),
    ...{ title: words.title, back, said_of: words, faults, errors, chosen: tried?.what, more: tried?.more ?? '' },
    options: categories[drawing.language].map((one) => ({ value: one.id, text: mine ? one.mine : one.theirs })),
  });
}

/** What names this form, where it is one that we drew. */
export const onceOf = (sent: string | undefined): string | undefined =>
  sent !== undefined && /^[\da-f-]{36}$/.test(sent) ? sent : undefined;

/** Text as a form sends it: line ends alike, no zero bytes, which no database keeps, and no half characters. */
export const textOf = (sent: string): string =>
  sent.replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed().trim();
