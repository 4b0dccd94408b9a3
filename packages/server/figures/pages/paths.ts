/** Where pages of figures are. */
import { inLanguage, type Language } from '../../ground/pages/index.ts';
import { type Period, yearText } from '../period.ts';
import { slug, slugOf } from '../places.ts';
import { type FigureRow, type Offence, SHIPPED } from '../rows.ts';
import type { Place } from '../series.ts';

export const BASE = '/figures';
export const GROOMING = `${BASE}/88a`;

export const pathOf = (place: Place): string => (place.region === 'UK' ? BASE : `${BASE}/places/${slugOf(place)}`);
export const groomingPath = (place: Place): string =>
  place.force === null ? GROOMING : `${GROOMING}/${slug(place.force)}`;

/** Where the rows of a file are. */
export const setPath = (set: string): string => (set === SHIPPED ? `${BASE}/rows` : `${BASE}/rows/${set}`);

/** What a row, or the rows that a number of class 88A adds up, are called on their page. */
export function anchorOf<O extends Offence>({ offence, line, force, period }: FigureRow<O>): string {
  if (offence === '71/17') return `row-${line}`;
  return `${force === null ? 'year' : slug(force)}-${slug(period.text)}`;
}
export const rowPath = <O extends Offence>(row: FigureRow<O>, language: Language): string =>
  `${inLanguage(setPath(row.set), language)}#${anchorOf(row)}`;
export const shareAnchor = (line: number): string => `share-${line}`;
export const sharePath = (line: number, language: Language): string =>
  `${inLanguage(setPath(SHIPPED), language)}#${shareAnchor(line)}`;

/** 2023-24 of a year, 2017-18-2022-23 of a longer period. */
export const periodSlug = ({ text }: Pick<Period, 'text'>): string => slug(text);
export const mapPath = (start: number): string => `${BASE}/map/${slug(yearText(start))}`;
export const sharesPath = (period: Pick<Period, 'text'>): string => `${BASE}/platforms/${periodSlug(period)}`;
export const embedPath = (chart: string): string => `${BASE}/embed/${chart}`;
