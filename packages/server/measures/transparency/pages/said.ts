/** A published report in words and tables: the same for its page and for its files. Pure. */

import { type Block, type Doc, dateIn, type Section } from '../../../documents/index.ts';
import { fill, type Language } from '../../../ground/pages/index.ts';
import type { ReportContent, StatisticContent } from '../content.ts';
import { derivedOf, inOrder, type Share } from '../derived.ts';
import type { Publication } from '../publications.ts';
import { type StatisticId, statistics } from '../statistics.ts';
import { sayKey, sayMedian, sayMonth, titleOf, transparencyWords } from './words.ts';

/** What stands side by side on paper, at most: rows, or else months, or else every number has a line of its own. */
const ABREAST_MAX = 12;

/** A number, or the word that it is withheld. */
export const sayCount = (n: number | null, language: Language): string =>
  n === null ? transparencyWords[language].withheld : n.toLocaleString(language);

export interface SaidTable {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface SaidStatistic {
  id: StatisticId;
  title: string;
  /** sentences: shares and medians */
  sentences: readonly string[];
  tables: readonly SaidTable[];
  /** rows by month; null where months aren't shown */
  months: SaidTable | null;
}

export function sayStatistics(content: ReportContent, language: Language): SaidStatistic[] {
  return content.statistics.map((statistic) => sayStatistic(content, statistic, language));
}

function sayStatistic(content: ReportContent, of: StatisticContent, language: Language): SaidStatistic {
  const words = transparencyWords[language];
  const { title, by } = words.statistics[of.id];
  const dimension = statistics.find(({ id }) => id === of.id)?.rows ?? null;
  const rows = dimension === 'hours' ? inOrder(of.rows) : of.rows;
  const count = (n: number | null) => sayCount(n, language);
  const named = rows.map((row) => ({ ...row, name: sayKey(dimension, row.key, language) }));
  // a table without a row would leave open whether there was none, or none is said
  const filled = (lines: string[][]): string[][] =>
    lines.length > 0 ? lines : [[of.total === 0 ? words.none : words.unlisted, count(of.total)]];
  const lines = named.map(({ name, total }) => [name, count(total)]);
  const whole: SaidTable = {
    caption: `${title}: ${words.period}`,
    head: [by === '' ? words.period : by, words.number],
    rows: [...(dimension === null ? [] : filled(lines)), [words.total, count(of.total)]],
  };
  const also = of.also.map(
    (one): SaidTable => ({
      caption: `${title}: ${words.also[one.by] ?? one.by}`,
      head: [words.also[one.by] ?? one.by, words.number],
      rows: filled(one.rows.map(({ key, total }) => [sayKey(one.by, key, language), count(total)])),
    }),
  );
  const monthNames = content.months.map((month) => sayMonth(month, language));
  const caption = `${title}: ${words.byMonth}`;
  const series = [...named, { name: words.total, months: of.months }];
  const cell = (row: { months: readonly (number | null)[] }, i: number) => count(row.months[i] ?? null);
  const months = (): SaidTable => {
    if (named.length <= ABREAST_MAX) {
      const rows = monthNames.map((month, i) => [month, ...series.map((row) => cell(row, i))]);
      return { caption, head: [words.month, ...series.map(({ name }) => name)], rows };
    }
    if (monthNames.length <= ABREAST_MAX) {
      const rows = series.map((row) => [row.name, ...monthNames.map((_, i) => cell(row, i))]);
      return { caption, head: [by, ...monthNames], rows };
    }
    const rows = series.flatMap((row) => monthNames.map((month, i) => [row.name, month, cell(row, i)]));
    return { caption, head: [by, words.month, words.number], rows };
  };
  const isUnlisted = dimension !== null && of.total === null && of.rows.length === 0;
  const sentences = [...(isUnlisted ? [words.nothing] : []), ...sentencesOf(content, of.id, language)];
  return {
    ...{ id: of.id, title, sentences, tables: [whole, ...also] },
    months: of.months.length === 0 ? null : months(),
  };
}

function sentencesOf(content: ReportContent, id: StatisticId, language: Language): string[] {
  const words = transparencyWords[language];
  const { proactive, agreed, upheld, medians } = derivedOf(content);
  const share = (text: string, of: Share | null): string[] =>
    of === null ? [] : [fill(text, { ...of, percent: Math.round((100 * of.count) / of.of) }, language)];
  switch (id) {
    case 'rulings':
      return share(words.proactive, proactive);
    case 'second_looks':
      return share(words.agreed, agreed);
    case 'appeals_decided':
      return share(words.upheld, upheld);
    case 'case_time':
    case 'report_time':
    case 'appeal_time': {
      const bucket = medians[id];
      return bucket === null ? [] : [sayMedian(bucket, language)];
    }
    case 'reports':
    case 'actions':
    case 'appeals_filed':
    case 'referrals':
      return [];
    default:
      return id satisfies never;
  }
}

/** What is said above the numbers. */
export function sayPublished({ edition, publishedAt_ms, changes }: Publication, language: Language): string[] {
  const words = transparencyWords[language];
  const date = dateIn(new Date(publishedAt_ms).toISOString().slice(0, 10), language);
  return [
    fill(words.published, { date, edition: String(edition) }, language),
    ...(changes === '' ? [] : [fill(words.changes, { changes }, language)]),
  ];
}

const tableBlock = ({ caption, head, rows }: SaidTable): Block => ({
  ...{ kind: 'table', caption, rows: rows.map((row) => [...row]) },
  columns: head.map((title) => ({ title })),
});

/** A publication as a document: for its files. Of the day on which it was published. */
export function reportDocument(publication: Publication, content: ReportContent, language: Language): Doc {
  const words = transparencyWords[language];
  const sections = sayStatistics(content, language).map(
    ({ title, sentences, tables, months }): Section => ({
      title,
      blocks: [
        ...sentences.map((text): Block => ({ kind: 'text', text })),
        ...tables.map(tableBlock),
        ...(months === null ? [] : [tableBlock(months)]),
      ],
    }),
  );
  return {
    ...{ kind: 'transparency-report', language, title: titleOf(publication, language), service: words.service },
    day: new Date(publication.publishedAt_ms).toISOString().slice(0, 10),
    notes: [...sayPublished(publication, language), words.withheldNote],
    sections: [...sections, { title: words.limits.title, blocks: [{ kind: 'list', items: words.limits.points }] }],
  };
}
