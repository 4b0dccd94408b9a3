/** Platforms that police recorded: shares of the offences in which one was recorded at all. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import type { Period } from '../period.ts';
import { SHARES_FILE, type ShareRow } from '../rows.ts';
import { BASE, periodSlug, sharePath, sharesPath } from './paths.ts';
import { type Link, listIn, percentIn, periodIn, type Said, type Traced } from './said.ts';
import { figureWords } from './words.ts';

interface ShareSaid {
  platform: string;
  figure: Traced;
  /** rows of other sources that say the same */
  also: readonly Link[];
}

export interface PeriodShares {
  period: string;
  title: string;
  text: Said;
  chart: string;
  csv: string;
  shares: readonly ShareSaid[];
  /** totals of an owner's platforms, apart from these: they contain them */
  totals: readonly ShareSaid[];
  /** how they are to be read, where one of them could be counted twice */
  notes: readonly string[];
}

/** Periods that figures of platforms are for, those first that end last. */
export function sharePeriods({ shares }: Pick<Library, 'shares'>): readonly Period[] {
  const periods = [...new Map(shares.map(({ period }) => [period.text, period])).values()];
  return periods.sort((a, b) => b.to - a.to || b.from - a.from);
}

const sharesOf = ({ shares }: Pick<Library, 'shares'>, { text }: Period): readonly ShareRow[] =>
  shares.filter(({ period }) => period.text === text);

/** What sources say of a platform: once where several say the same. */
interface ShareLine {
  readonly platform: string;
  readonly share: number;
  readonly isTotal: boolean;
  readonly rows: readonly [ShareRow, ...ShareRow[]];
}

/** As the sources have them, totals of several platforms behind the platforms. */
function linesOf(rows: readonly ShareRow[]): readonly ShareLine[] {
  const lines = new Map<string, ShareLine>();
  for (const row of rows) {
    const { platform, share, isTotal } = row;
    const key = `${share} ${platform}`;
    const before = lines.get(key);
    lines.set(key, { platform, share, isTotal, rows: before === undefined ? [row] : [...before.rows, row] });
  }
  return [...lines.values()].sort((a, b) => Number(a.isTotal) - Number(b.isTotal));
}

/** A period by what its address calls it. */
export const sharePeriodOf = (library: Pick<Library, 'shares'>, name: string): Period | null =>
  sharePeriods(library).find((period) => periodSlug(period) === name) ?? null;

export function periodShares(library: Pick<Library, 'shares'>, period: Period, language: Language): PeriodShares {
  const { platforms } = figureWords[language];
  const rows = sharesOf(library, period);
  const lines = linesOf(rows);
  const here = sharesPath(period);
  return {
    ...{ period: periodIn(period, language), title: shareTitle(rows, language), text: knownOf(rows, language) },
    ...{ chart: inLanguage(`${here}.svg`, language), csv: `${here}.csv` },
    shares: lines.filter(({ isTotal }) => !isTotal).map(lineSaid),
    totals: lines.filter(({ isTotal }) => isTotal).map(lineSaid),
    notes: [
      ...(lines.length < rows.length ? [platforms.twice] : []),
      ...(lines.some(({ isTotal }) => isTotal) ? [platforms.totals] : []),
    ],
  };

  function lineSaid({ platform, share, rows: [first, ...others] }: ShareLine): ShareSaid {
    const row = shareLink(first.line, language);
    const figure = { text: percentIn(share, language), row };
    return { platform, figure, also: others.map(({ line }) => shareLink(line, language)) };
  }

  function knownOf(of: readonly ShareRow[], lang: Language): Said {
    const row = of.find(({ known }) => known !== null);
    const year = periodIn(period, lang);
    if (row === undefined) return { text: fill(platforms.unknown, { year }, lang), rows: [] };
    const text = fill(platforms.text, { year, known: row.known ?? 0 }, lang);
    return { text, rows: [shareLink(row.line, lang)] };
  }
}

const shareLink = (line: number, language: Language) => ({
  text: fill(figureWords[language].table.row, { line: String(line) }, language),
  href: sharePath(line, language),
});

/**
 * The finding of a period: its largest share, of one platform where there is one, and all that have it. Platforms may be put in
 * order; forces never are.
 */
function shareTitle(rows: readonly ShareRow[], language: Language): string {
  const { platforms } = figureWords[language];
  const single = rows.filter(({ isTotal }) => !isTotal);
  const of = single.length > 0 ? single : rows;
  const most = of.reduce<ShareRow | null>((max, row) => (max === null || row.share > max.share ? row : max), null);
  if (most === null) return platforms.other;
  const names = new Set(of.filter(({ share }) => share === most.share).map(({ platform }) => platform));
  const platform = listIn([...names], language);
  return fill(platforms.title, { platform, share: most.share, year: periodIn(most.period, language) }, language);
}

/** What the chart of a period is drawn from. */
export const shareBars = (library: Pick<Library, 'shares'>, period: Period) =>
  linesOf(sharesOf(library, period)).map(({ platform, share, isTotal }) => ({ platform, share, isTotal }));

export const shareRows = (library: Pick<Library, 'shares'>, period: Period | null): (string | number | null)[][] => [
  ['period', 'platform', 'what', 'share percent', 'offences with a platform recorded', 'source', 'file', 'line'],
  ...library.shares
    .filter((row) => period === null || row.period.text === period.text)
    .map(({ period: of, platform, isTotal, share, known, source, line }) => [
      ...[
        of.text,
        platform,
        isTotal ? 'total of several platforms' : 'platform',
        share,
        known,
        source,
        SHARES_FILE,
        line,
      ],
    ]),
];

export interface SharePage {
  title: string;
  periods: readonly PeriodShares[];
  csv: string;
}

/** Years first that end last; within one as the source has them. */
export function sharePage(library: Pick<Library, 'shares'>, language: Language): SharePage {
  const main = mainShare(library);
  return {
    title: shareTitle(main === null ? [] : [main], language),
    periods: sharePeriods(library).map((period) => periodShares(library, period, language)),
    csv: `${BASE}/platforms.csv`,
  };
}

/** The largest share of the newest year for which it is known of how many offences. */
export function mainShare({ shares }: Pick<Library, 'shares'>): (ShareRow & { known: number }) | null {
  const known = shares.filter((s): s is ShareRow & { known: number } => s.known !== null && !s.isTotal);
  const newest = Math.max(...known.map(({ period }) => period.to));
  return known.filter(({ period }) => period.to === newest).sort((a, b) => b.share - a.share)[0] ?? null;
}

/** What a briefing says of platforms. */
export function mainShareSaid(library: Pick<Library, 'shares'>, language: Language): Said | null {
  const share = mainShare(library);
  if (share === null) return null;
  const { platform, known, line } = share;
  const numbers = { year: periodIn(share.period, language), share: share.share, platform, known };
  return { text: fill(figureWords[language].brief.platforms, numbers, language), rows: [shareLink(line, language)] };
}
