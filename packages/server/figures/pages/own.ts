/** The operator's own counts as a page shows them, beside the public figures. */
import { fill, type Language } from '../../ground/pages/index.ts';
import { type OwnCounts, SHOWN_MIN } from '../own-counts.ts';
import { numberIn } from './said.ts';
import { figureWords } from './words.ts';

export interface OwnPage {
  years: readonly { year: string; note: string | null; counts: readonly { title: string; figure: string }[] }[];
}

/** Null where the operator chose none. @param names those that it chose */
export async function ownPage(
  own: OwnCounts | null,
  names: readonly string[],
  language: Language,
): Promise<OwnPage | null> {
  if (own === null || names.length === 0) return null;
  const words = figureWords[language].own;
  const years = Map.groupBy(await own(names), ({ year }) => year);
  return {
    years: [...years].map(([year, counts]) => {
      const from = counts[0]?.from ?? null;
      return {
        ...{ year, note: from === null ? null : fill(words.from, { day: from }, language) },
        counts: counts.map(({ title, n }) => ({
          title,
          figure: n === null ? fill(words.fewer, { least: SHOWN_MIN }, language) : numberIn(n, language),
        })),
      };
    }),
  };
}
