/** The operator's own counts as a page shows them, beside the public figures. */
import type { Language } from '../../ground/pages/index.ts';
import type { OwnCounts } from '../own-counts.ts';
import { numberIn } from './said.ts';

export interface OwnPage {
  years: readonly { year: string; counts: readonly { title: string; figure: string }[] }[];
}

/** Null where the operator chose none. @param names those that it chose */
export async function ownPage(
  own: OwnCounts | null,
  names: readonly string[],
  language: Language,
): Promise<OwnPage | null> {
  if (own === null || names.length === 0) return null;
  const years = Map.groupBy(await own(names), ({ year }) => year);
  return {
    years: [...years].map(([year, counts]) => ({
      year,
      counts: counts.map(({ title, n }) => ({ title, figure: numberIn(n, language) })),
    })),
  };
}
