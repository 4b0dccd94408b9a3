/** A published report for spreadsheets and programs: one line a number, in columns that are the same for every report. */
import { csvOf } from '../../../ground/csv/index.ts';
import type { Language } from '../../../ground/pages/index.ts';
import type { ReportContent } from '../content.ts';
import type { Publication } from '../publications.ts';
import { type Statistic, statistics } from '../statistics.ts';
import { sayKey, seen, transparencyWords } from './words.ts';

/** Their names and their order stay: programs read them. */
export const REPORT_COLUMNS = [
  ...(['report', 'edition', 'published', 'statistic', 'title', 'by', 'key', 'name', 'month', 'count'] as const),
  'withheld',
] as const;

/**
 * `by` and `key` are blank of a total, `key` alone of a row of all others; `month` is blank of the whole period; `count` is blank where
 * `withheld` is yes.
 */
export function reportCsv(publication: Publication, { months, statistics: all }: ReportContent, language: Language) {
  const words = transparencyWords[language];
  const { id, edition } = publication;
  const published = new Date(publication.publishedAt_ms).toISOString().slice(0, 10);
  const lines = all.flatMap((of) => {
    const by = statistics.find((one: Statistic) => one.id === of.id)?.rows ?? '';
    const line = (dimension: string, key: string | null, name: string, month: string, n: number | null) => [
      ...[id, edition, published, of.id, words.statistics[of.id].title, dimension, seen(key ?? ''), name, month, n],
      n === null ? 'yes' : 'no',
    ];
    const named = (dimension: string, key: string | null, month: string, n: number | null) =>
      line(dimension, key, sayKey(dimension, key, language), month, n);
    return [
      line('', null, words.total, '', of.total),
      ...of.months.map((n, i) => line('', null, words.total, months[i] ?? '', n)),
      ...of.rows.flatMap((row) => [
        named(by, row.key, '', row.total),
        ...row.months.map((n, i) => named(by, row.key, months[i] ?? '', n)),
      ]),
      ...of.also.flatMap((one) => one.rows.map(({ key, total }) => named(one.by, key, '', total))),
    ];
  });
  return csvOf([[...REPORT_COLUMNS], ...lines]);
}
