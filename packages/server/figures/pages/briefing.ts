/** One page about one place, for somebody who has a minute, and a printer. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import { yearText } from '../period.ts';
import type { FigureRow } from '../rows.ts';
import type { Place } from '../series.ts';
import { pathOf } from './paths.ts';
import { placePage, sumLine } from './place.ts';
import { type Said, said } from './said.ts';
import { mainShareSaid } from './shares.ts';
import { figureWords } from './words.ts';

const UK: Place = { region: 'UK', force: null };

export interface Briefing {
  title: string;
  place: string;
  paragraphs: readonly Said[];
  chart: string;
  /** what the chart says, for who doesn't see it */
  alt: string;
  /** of totals that their forces don't add up to; what agrees is on the region's own page */
  sums: readonly Said[];
  back: string;
  shown: readonly FigureRow[];
}

export function briefingOf(library: Library, place: Place, language: Language): Briefing {
  const { brief } = figureWords[language];
  const page = placePage(library, place, language);
  const { latest } = library.series(place);
  const differing = library.sums.filter(({ region, verdict }) => region === place.region && verdict === 'differs');
  const paragraphs: Said[] = [];
  if (latest !== null) {
    const lede = { place: page.place, to: latest.row.offences, toYear: yearText(latest.start) };
    paragraphs.push(said(fill(brief.lede, lede, language), [latest.row], language));
  }
  paragraphs.push(page.sinceFirst, ...page.highest, page.sinceLast, page.missing);
  const shown = [...page.shown];
  const uk = library.series(UK).sinceFirst;
  if (uk !== null && place.region !== UK.region) {
    const { from, to } = uk;
    shown.push(from.row, to.row);
    const years = { fromYear: yearText(from.start), toYear: yearText(to.start) };
    const numbers = { from: from.row.offences, to: to.row.offences, ...years };
    paragraphs.push(said(fill(brief.uk, numbers, language), [from.row, to.row], language));
  }
  const shares = mainShareSaid(library, language);
  if (shares !== null) paragraphs.push(shares);
  return {
    ...{ title: fill(brief.title, { place: page.place }, language), place: page.place, paragraphs },
    ...{ chart: page.chart, alt: page.title, sums: differing.map((sum) => sumLine(sum, language)) },
    ...{ back: inLanguage(pathOf(place), language), shown },
  };
}
